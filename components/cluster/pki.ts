import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import type { KeyPair } from "./types";
import { certificateHours, earlyRenewalHours } from "./validity";

/** A new ECDSA P-256 key; the provider marks its private part secret. */
export function privateKey(name: string, opts: pulumi.CustomResourceOptions): tls.PrivateKey {
  return new tls.PrivateKey(name, { algorithm: "ECDSA", ecdsaCurve: "P256" }, opts);
}

/** Certificate (plain) and key (secret) in one output; the whole is secret. */
function keyPair(certificate: pulumi.Output<string>, key: tls.PrivateKey): pulumi.Output<KeyPair> {
  return pulumi.secret({ certificate, privateKey: key.privateKeyPem });
}

/** A self-signed certificate authority named `commonName`. */
export function certificateAuthority(
  name: string,
  commonName: string,
  opts: pulumi.CustomResourceOptions,
): { certificate: pulumi.Output<string>; pair: pulumi.Output<KeyPair> } {
  const key = privateKey(name, opts);
  const { certPem } = new tls.SelfSignedCert(
    name,
    {
      privateKeyPem: key.privateKeyPem,
      isCaCertificate: true,
      setSubjectKeyId: true,
      subject: { commonName },
      allowedUses: ["cert_signing", "crl_signing", "digital_signature", "key_encipherment"],
      validityPeriodHours: certificateHours,
      earlyRenewalHours,
    },
    opts,
  );
  return { certificate: certPem, pair: keyPair(certPem, key) };
}

/** A client certificate for the user `commonName` in the group `organization`, signed by `authority`. */
export function clientCertificate(
  name: string,
  subject: { commonName: string; organization?: string },
  authority: pulumi.Output<KeyPair>,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<KeyPair> {
  const key = privateKey(name, opts);
  const request = new tls.CertRequest(name, { privateKeyPem: key.privateKeyPem, subject }, opts);
  const { certPem } = new tls.LocallySignedCert(
    name,
    {
      certRequestPem: request.certRequestPem,
      caCertPem: authority.certificate,
      caPrivateKeyPem: authority.privateKey,
      allowedUses: ["digital_signature", "key_encipherment", "client_auth"],
      validityPeriodHours: certificateHours,
      earlyRenewalHours,
    },
    opts,
  );
  return keyPair(certPem, key);
}
