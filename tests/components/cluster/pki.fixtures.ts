import "reflect-metadata";
import * as x509 from "@peculiar/x509";
import { webcrypto } from "node:crypto";
import type { KeyPair } from "../../../components/cluster/types";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const validity = { notBefore: new Date(Date.now() - 60_000), notAfter: new Date(Date.now() + 365 * 86_400_000) };

export interface Authority extends KeyPair {
  /** A certificate for `name`, signed by this authority. */
  issue(name: string, addresses?: string[]): Promise<KeyPair>;
}

async function pemOf(certificate: x509.X509Certificate, key: webcrypto.CryptoKey): Promise<KeyPair> {
  const der = await webcrypto.subtle.exportKey("pkcs8", key);
  return { certificate: certificate.toString("pem"), privateKey: x509.PemConverter.encode(der, "PRIVATE KEY") };
}

/** A throw-away certificate authority. */
export async function authority(): Promise<Authority> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    name: "CN=test",
    keys,
    signingAlgorithm: algorithm,
    ...validity,
    extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
  });
  const issue = async (name: string, addresses: string[] = []) => {
    const pair = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
    const certificate = await x509.X509CertificateGenerator.create({
      subject: `CN=${name}`,
      issuer: root.subject,
      publicKey: pair.publicKey,
      signingKey: keys.privateKey,
      signingAlgorithm: algorithm,
      ...validity,
      extensions: [
        new x509.SubjectAlternativeNameExtension(addresses.map((value) => ({ type: "ip" as const, value }))),
      ],
    });
    return pemOf(certificate, pair.privateKey);
  };
  return { ...(await pemOf(root, keys.privateKey)), issue };
}
