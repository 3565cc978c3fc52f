import { createHash, createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";

/** Algorithms by the official provider's names. */
export const ALGORITHMS = ["RSA", "ECDSA", "ED25519"] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

/** Curves by the official provider's names; OpenSSL's beside them. */
export const CURVES = { P224: "secp224r1", P256: "prime256v1", P384: "secp384r1", P521: "secp521r1" } as const;
export type Curve = keyof typeof CURVES;

const generate = promisify(generateKeyPair);

/** A new private key. RSA keys take a moment: the work is done off the main thread. */
export async function newKey(algorithm: Algorithm, curve: Curve, rsaBits: number): Promise<KeyObject> {
  switch (algorithm) {
    case "RSA":
      return (await generate("rsa", { modulusLength: rsaBits })).privateKey;
    case "ECDSA":
      return (await generate("ec", { namedCurve: CURVES[curve] })).privateKey;
    case "ED25519":
      return (await generate("ed25519", {})).privateKey;
  }
}

/**
 * Reads a private key in PEM (PKCS#1, SEC 1 or PKCS#8).
 *
 * @param property the argument that holds it, for the error's words.
 */
export function readKey(pem: string, property: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    // OpenSSL's message may quote the text, and the text may be a key.
    throw new Error(`${property} holds no private key in PEM that can be read`);
  }
}

/** The algorithm's name as the official provider gives it. */
export function algorithmOf(key: KeyObject): Algorithm {
  switch (key.asymmetricKeyType) {
    case "rsa":
      return "RSA";
    case "ec":
      return "ECDSA";
    case "ed25519":
      return "ED25519";
    default:
      throw new Error(`keys of type ${key.asymmetricKeyType} are not supported; use ${ALGORITHMS.join(", ")}`);
  }
}

/** The private key in the PEM that belongs to its algorithm: PKCS#1, SEC 1, or PKCS#8 for Ed25519. */
export function traditionalPem(key: KeyObject): string {
  const type = ({ RSA: "pkcs1", ECDSA: "sec1", ED25519: "pkcs8" } as const)[algorithmOf(key)];
  return key.export({ type, format: "pem" }).toString();
}

/** The public key's DER (SubjectPublicKeyInfo). */
export const publicDer = (key: KeyObject): Buffer => createPublicKey(key).export({ type: "spki", format: "der" });

/** Hexadecimal SHA-1, which the official provider takes for ids. */
export const sha1 = (data: Buffer | string): string => createHash("sha1").update(data).digest("hex");
