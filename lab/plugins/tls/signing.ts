import { createHash, type KeyObject, randomBytes, type webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";
import { publicDer } from "./keys";

type Signing = Parameters<typeof crypto.subtle.importKey>[2] & { hash?: string };

/** Web Crypto's names of the curves, and the hash that Go's crypto/x509 signs with. */
const EC: Readonly<Record<string, { namedCurve: string; hash: string }>> = {
  prime256v1: { namedCurve: "P-256", hash: "SHA-256" },
  secp384r1: { namedCurve: "P-384", hash: "SHA-384" },
  secp521r1: { namedCurve: "P-521", hash: "SHA-512" },
};

/** How the key signs: the same choice as Go's crypto/x509 makes. */
export function signingAlgorithm(key: KeyObject): Signing {
  switch (key.asymmetricKeyType) {
    case "rsa":
      return { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
    case "ed25519":
      return { name: "Ed25519" };
    default: {
      const curve = EC[key.asymmetricKeyDetails?.namedCurve ?? ""];
      if (!curve) throw new Error("this plugin signs with ECDSA keys on P256, P384 and P521 only; P224 is too old");
      return { name: "ECDSA", ...curve };
    }
  }
}

/** A key pair for Web Crypto, which @peculiar/x509 works with. */
export async function webKeys(key: KeyObject): Promise<webcrypto.CryptoKeyPair> {
  const algorithm = signingAlgorithm(key);
  const pkcs8 = key.export({ type: "pkcs8", format: "der" });
  const [privateKey, publicKey] = await Promise.all([
    crypto.subtle.importKey("pkcs8", new Uint8Array(pkcs8), algorithm, true, ["sign"]),
    crypto.subtle.importKey("spki", new Uint8Array(publicDer(key)), algorithm, true, ["verify"]),
  ]);
  return { privateKey, publicKey };
}

/**
 * Key identifier of a public key: SHA-1 over its bits without the algorithm (RFC 5280, 4.2.1.2, method 1).
 *
 * @returns hexadecimal digits.
 */
export async function keyIdentifier(publicKey: x509.PublicKey): Promise<string> {
  return Buffer.from(await publicKey.getKeyIdentifier()).toString("hex");
}

/** A random positive serial number of at most 128 bits, as hexadecimal digits. */
export function newSerial(): string {
  return randomBytes(16).toString("hex");
}

/** A serial number in decimal, which the official provider takes for a certificate's id. */
export const decimal = (serial: string): string => BigInt(`0x${serial}`).toString();

/** SHA-1 over a PEM's DER, in hexadecimal. */
export const sha1Of = (raw: ArrayBuffer): string => createHash("sha1").update(Buffer.from(raw)).digest("hex");
