import { execFileSync } from "node:child_process";
import { createHash, createPrivateKey, createPublicKey } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check, create, diff } from "../../../lab/plugins/common/resource";
import type { Properties } from "../../../lab/plugins/common/values";
import { resources } from "../../../lab/plugins/tls/resources";
import { find } from "../names";

const kind = find(resources, "PrivateKey");

describe.each<[string, Properties, string]>([
  ["P224", { algorithm: "ECDSA", ecdsaCurve: "P224" }, "EC PRIVATE KEY"],
  ["P256", { algorithm: "ECDSA", ecdsaCurve: "P256" }, "EC PRIVATE KEY"],
  ["P384", { algorithm: "ECDSA", ecdsaCurve: "P384" }, "EC PRIVATE KEY"],
  ["P521", { algorithm: "ECDSA", ecdsaCurve: "P521" }, "EC PRIVATE KEY"],
  ["RSA", { algorithm: "RSA" }, "RSA PRIVATE KEY"],
  ["ED25519", { algorithm: "ED25519" }, "PRIVATE KEY"],
])("%s", (name, inputs, label) => {
  let id: string;
  let outputs: Record<string, string>;

  beforeAll(async () => {
    const made = await create(kind, inputs, false);
    id = made.id;
    outputs = made.outputs as Record<string, string>;
  });

  test("the private key is in the PEM of its algorithm and in PKCS#8, both the same key", () => {
    expect(outputs["privateKeyPem"]).toMatch(new RegExp(`^-----BEGIN ${label}-----\n[^]*\n-----END ${label}-----\n$`));
    expect(outputs["privateKeyPemPkcs8"]).toMatch(/^-----BEGIN PRIVATE KEY-----\n[^]*\n-----END PRIVATE KEY-----\n$/);
    const first = createPrivateKey(outputs["privateKeyPem"] ?? "");
    expect(first.equals(createPrivateKey(outputs["privateKeyPemPkcs8"] ?? ""))).toBe(true);
  });

  test("the public key belongs to it, and the id is its SHA-1", () => {
    expect(outputs["publicKeyPem"]).toMatch(/^-----BEGIN PUBLIC KEY-----\n[^]*\n-----END PUBLIC KEY-----\n$/);
    const key = createPublicKey(outputs["publicKeyPem"] ?? "");
    expect(createPublicKey(outputs["privateKeyPem"] ?? "").equals(key)).toBe(true);
    const der = key.export({ type: "spki", format: "der" });
    expect(id).toBe(createHash("sha1").update(der).digest("hex"));
  });

  test("SSH's forms", () => {
    const [type = "", blob = ""] = (outputs["publicKeyOpenssh"] ?? "").trim().split(" ");
    const forms = ["publicKeyOpenssh", "privateKeyOpenssh", "publicKeyFingerprintMd5", "publicKeyFingerprintSha256"];
    if (name === "P224") {
      expect(forms.map((form) => outputs[form])).toEqual(["", "", "", ""]);
      return;
    }
    const raw = Buffer.from(blob, "base64");
    expect(raw.subarray(4, 4 + type.length).toString()).toBe(type);
    const sha256 = createHash("sha256").update(raw).digest("base64").replace(/=+$/, "");
    expect(outputs["publicKeyFingerprintSha256"]).toBe(`SHA256:${sha256}`);
    expect(outputs["publicKeyFingerprintMd5"]).toMatch(/^([0-9a-f]{2}:){15}[0-9a-f]{2}$/);
    // Node reads no OpenSSH keys: the public part stands in the private file as it is, after the header.
    const body = (outputs["privateKeyOpenssh"] ?? "").replace(/-----[^-]+-----|\n/g, "");
    expect(Buffer.from(body, "base64").includes(raw)).toBe(true);
  });
});

const sshKeygen = (() => {
  try {
    return execFileSync("sh", ["-c", "command -v ssh-keygen"], { encoding: "utf8" }).trim();
  } catch {
    return undefined;
  }
})();

// The bytes are checked above everywhere; OpenSSH itself is asked where it is installed.
(sshKeygen ? test : test.skip)("OpenSSH reads the private keys", async () => {
  const folder = mkdtempSync(join(tmpdir(), "dsaas-keys-"));
  try {
    for (const inputs of [{ algorithm: "RSA" }, { algorithm: "ED25519" }, { algorithm: "ECDSA", ecdsaCurve: "P521" }]) {
      const { outputs } = await create(kind, inputs, false);
      const path = join(folder, "key");
      writeFileSync(path, String(outputs["privateKeyOpenssh"]), { mode: 0o600 });
      const shown = execFileSync(sshKeygen ?? "", ["-y", "-f", path], { encoding: "utf8" });
      expect(shown.trim()).toBe(String(outputs["publicKeyOpenssh"]).trim());
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("wrong names are refused with the right ones", () => {
  const failures = check(kind, { algorithm: "DSA", ecdsaCurve: "P-256" });
  expect(failures).toEqual([
    { property: "algorithm", reason: "'DSA' is not one of RSA, ECDSA, ED25519" },
    { property: "ecdsaCurve", reason: "'P-256' is not one of P224, P256, P384, P521" },
  ]);
});

test("another curve is another key, a default spelt out is none", async () => {
  const { outputs } = await create(kind, { algorithm: "ECDSA", ecdsaCurve: "P256" }, false);
  expect(diff(kind, outputs, { algorithm: "ECDSA", ecdsaCurve: "P384" }).replaces).toEqual(["ecdsaCurve"]);
  expect(diff(kind, outputs, { algorithm: "ECDSA", ecdsaCurve: "P256", rsaBits: 2048 }).changed).toEqual([]);
});
