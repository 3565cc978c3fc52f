import { createHash, type JsonWebKey, type KeyObject, randomBytes } from "node:crypto";

/** A public key's forms for SSH; all empty for curves that OpenSSH does not know. */
export interface OpenSsh {
  /** One line of an authorized_keys file, with a line feed. */
  publicKey: string;
  /** PEM of OpenSSH's own format, unencrypted (PROTOCOL.key of OpenSSH). */
  privateKey: string;
  /** `aa:bb:…`. */
  md5: string;
  /** `SHA256:…`. */
  sha256: string;
}

const CURVES: Readonly<Record<string, string>> = { "P-256": "nistp256", "P-384": "nistp384", "P-521": "nistp521" };

const text = (value: string): Buffer => data(Buffer.from(value));

function data(value: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(value.length);
  return Buffer.concat([length, value]);
}

/** A positive number as SSH writes it: without leading zeros, but with one where the first bit would be a sign. */
function integer(value: Buffer): Buffer {
  let start = 0;
  while (start < value.length && value[start] === 0) start++;
  const digits = value.subarray(start);
  return data((digits[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), digits]) : digits);
}

interface Parts {
  type: string;
  publicFields: Buffer[];
  privateFields: Buffer[];
}

function partsOf(jwk: JsonWebKey): Parts | undefined {
  const field = (key: keyof JsonWebKey) => Buffer.from(String(jwk[key] ?? ""), "base64url");
  if (jwk.kty === "RSA") {
    const [n, e] = [integer(field("n")), integer(field("e"))];
    const rest = (["d", "qi", "p", "q"] as const).map((key) => integer(field(key)));
    return { type: "ssh-rsa", publicFields: [e, n], privateFields: [n, e, ...rest] };
  }
  if (jwk.kty === "OKP") {
    const publicKey = data(field("x"));
    const both = data(Buffer.concat([field("d"), field("x")]));
    return { type: "ssh-ed25519", publicFields: [publicKey], privateFields: [publicKey, both] };
  }
  const curve = CURVES[jwk.crv ?? ""];
  if (!curve) return undefined;
  const point = data(Buffer.concat([Buffer.from([4]), field("x"), field("y")]));
  const publicFields = [text(curve), point];
  return { type: `ecdsa-sha2-${curve}`, publicFields, privateFields: [...publicFields, integer(field("d"))] };
}

function pem(body: Buffer): string {
  const lines = body.toString("base64").match(/.{1,64}/g) ?? [];
  return ["-----BEGIN OPENSSH PRIVATE KEY-----", ...lines, "-----END OPENSSH PRIVATE KEY-----", ""].join("\n");
}

/** Writes a private key's forms for SSH. */
export function openSsh(key: KeyObject): OpenSsh {
  const parts =
    key.asymmetricKeyDetails?.namedCurve === "secp224r1" ? undefined : partsOf(key.export({ format: "jwk" }));
  if (!parts) return { publicKey: "", privateKey: "", md5: "", sha256: "" };
  const publicBlob = Buffer.concat([text(parts.type), ...parts.publicFields]);
  const check = randomBytes(4);
  const secret = Buffer.concat([check, check, text(parts.type), ...parts.privateFields, text("")]);
  const padding = Buffer.from(Array.from({ length: (8 - (secret.length % 8)) % 8 }, (_, index) => index + 1));
  const body = Buffer.concat([
    Buffer.from("openssh-key-v1\0"),
    text("none"),
    text("none"),
    text(""),
    Buffer.from([0, 0, 0, 1]),
    data(publicBlob),
    data(Buffer.concat([secret, padding])),
  ]);
  const digest = (algorithm: string) => createHash(algorithm).update(publicBlob).digest();
  return {
    publicKey: `${parts.type} ${publicBlob.toString("base64")}\n`,
    privateKey: pem(body),
    md5: digest("md5").toString("hex").match(/../g)?.join(":") ?? "",
    sha256: `SHA256:${digest("sha256").toString("base64").replace(/=+$/, "")}`,
  };
}
