import { isIP } from "node:net";
import type * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import type { HubSpec } from "./types";

export interface Certificate {
  /** PEM. */
  certificate: pulumi.Output<string>;
  /** PEM, secret. */
  key: pulumi.Output<string>;
}

/** Names that the generated certificate is good for: the URL's host and the service's address. */
export function certificateNames({ url, address }: Pick<HubSpec, "url" | "address">) {
  const host = new URL(url).hostname;
  const isAddress = isIP(host) !== 0;
  return {
    commonName: host,
    dnsNames: isAddress ? [] : [host],
    ipAddresses: [...new Set(isAddress ? [host, address] : [address])],
  };
}

/**
 * A self-signed certificate for the service, kept in the stack's state: browsers ask users to accept it once. It is
 * good for two years; a `pulumi up` in its last month makes the next.
 */
export function generateCertificate(name: string, spec: HubSpec, opts: pulumi.CustomResourceOptions): Certificate {
  const { commonName, dnsNames, ipAddresses } = certificateNames(spec);
  const key = new tls.PrivateKey(`${name}-tls-key`, { algorithm: "ECDSA", ecdsaCurve: "P256" }, opts);
  const certificate = new tls.SelfSignedCert(
    `${name}-tls-certificate`,
    {
      privateKeyPem: key.privateKeyPem,
      subject: { commonName, organization: spec.branding.institution },
      dnsNames,
      ipAddresses,
      allowedUses: ["digital_signature", "server_auth"],
      validityPeriodHours: 2 * 365 * 24,
      earlyRenewalHours: 30 * 24,
    },
    opts,
  );
  return { certificate: certificate.certPem, key: key.privateKeyPem };
}
