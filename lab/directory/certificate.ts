import "reflect-metadata";
import { webcrypto } from "node:crypto";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  cryptoProvider,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
  type JsonGeneralNames,
} from "@peculiar/x509";

/** PEM of a server's certificate, its key, and the CA that signed it. The CA's key is kept nowhere. */
export interface ServerCertificate {
  ca: string;
  certificate: string;
  key: string;
}

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const years = 10;

/**
 * Makes a CA and one server's certificate, ECDSA P-256.
 *
 * @param hosts names and IPv4 addresses that the certificate is for, the first one its common name
 */
export async function makeServerCertificate(authority: string, hosts: string[]): Promise<ServerCertificate> {
  cryptoProvider.set(webcrypto as never);
  const [first] = hosts;
  if (first === undefined) throw new Error(`certificate of ${authority}: needs at least one host name`);
  const caKeys = await makeKeys();
  const keys = await makeKeys();
  const notBefore = new Date(Date.now() - 3600_000);
  const notAfter = new Date(notBefore);
  notAfter.setFullYear(notAfter.getFullYear() + years);
  const common = { notBefore, notAfter, signingAlgorithm: algorithm };
  const ca = await X509CertificateGenerator.createSelfSigned({
    ...common,
    name: `CN=${authority}`,
    keys: caKeys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(caKeys.publicKey),
    ],
  });
  const certificate = await X509CertificateGenerator.create({
    ...common,
    subject: `CN=${first}`,
    issuer: ca.subject,
    publicKey: keys.publicKey,
    signingKey: caKeys.privateKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(caKeys.publicKey),
      new SubjectAlternativeNameExtension(hosts.map(generalName)),
    ],
  });
  const key = await webcrypto.subtle.exportKey("pkcs8", keys.privateKey);
  return { ca: `${ca.toString("pem")}\n`, certificate: `${certificate.toString("pem")}\n`, key: pem(key) };
}

async function makeKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
}

function pem(key: ArrayBuffer): string {
  return `${PemConverter.encode(key, "PRIVATE KEY")}\n`;
}

/** How a host stands in a certificate. */
export function generalName(host: string): JsonGeneralNames[number] {
  return /^\d+(\.\d+){3}$/.test(host) ? { type: "ip", value: host } : { type: "dns", value: host };
}
