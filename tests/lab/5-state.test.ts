import { pulumi, pulumiText, stackArgs } from "../../lab/pulumi";
import { labSecrets } from "../../lab/secrets";

interface Deployment {
  deployment: { resources?: { type: string; urn: string; outputs?: unknown }[] };
}

test("a preview right after up shows no change", async () => {
  const started = Date.now();
  const { stdout } = await pulumi(
    ["preview", ...stackArgs, "--non-interactive", "--expect-no-changes", "--color", "never"],
    {
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  console.log(`preview took ${((Date.now() - started) / 1000).toFixed(1)} s`);
  expect(stdout).toMatch(/\d+ unchanged/);
});

test("the stack's export holds no secret in plain text", async () => {
  const plain = JSON.parse(await pulumiText(["stack", "export", "--stack", "lab", "--show-secrets"])) as Deployment;
  const encrypted = await pulumiText(["stack", "export", "--stack", "lab"]);
  const secrets = new Set(Object.values(await labSecrets()));
  const values = JSON.stringify(plain);
  // Every private key of the state, as far as its first line that is no other key's.
  for (const [, body] of values.matchAll(/-----BEGIN [A-Z ]*PRIVATE KEY-----\\n([A-Za-z0-9+/=]{40,64})/g))
    if (body) secrets.add(body);
  for (const resource of plain.deployment.resources ?? []) {
    if (!resource.type.startsWith("random:")) continue;
    const { result, base64 } = resource.outputs as {
      result?: string | { plaintext: string };
      base64?: { plaintext: string };
    };
    for (const value of [result, base64]) {
      const text = typeof value === "string" ? value : value?.plaintext;
      if (text !== undefined) secrets.add(text.replace(/^"|"$/g, ""));
    }
  }
  expect(secrets.size).toBeGreaterThan(20);
  const leaked = [...secrets].filter((secret) => secret.length > 5 && encrypted.includes(secret));
  expect(leaked.length).toBe(0);
  // The same values are found where they are shown on purpose: the search can fail.
  expect([...secrets].some((secret) => values.includes(secret))).toBe(true);
  // Base64 and other wrappings of the keys: user data and kubeconfig are whole secrets of their own.
  expect(encrypted).not.toMatch(/PRIVATE KEY|#cloud-config|client-key-data/);
});

test("no secret stands in a process list", async () => {
  const { readdirSync, readFileSync } = await import("node:fs");
  const secrets = Object.values(await labSecrets());
  const lines = readdirSync("/proc").flatMap((pid) => {
    try {
      return /^\d+$/.test(pid) ? [readFileSync(`/proc/${pid}/cmdline`, "utf8")] : [];
    } catch {
      return []; // It ended meanwhile.
    }
  });
  expect(lines.length).toBeGreaterThan(50);
  expect(lines.filter((line) => secrets.some((secret) => line.includes(secret)))).toEqual([]);
});
