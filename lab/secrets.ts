import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { labDir } from "./paths";

/** Passwords that one lab made up for itself, by name: `vsphere.password`, `people.alice`, … */
export type LabSecrets = Record<string, string>;

const file = join(labDir, "secrets.json");
let writing: Promise<unknown> = Promise.resolve();

/** Every password of the lab. */
export async function labSecrets(): Promise<LabSecrets> {
  return existsSync(file) ? (JSON.parse(await readFile(file, "utf8")) as LabSecrets) : {};
}

/** One password, made at first use: 24 characters that no shell, LDAP filter or YAML file needs to quote. */
export async function labSecret(name: string): Promise<string> {
  const turn = writing.then(() => readOrMake(name));
  writing = turn.catch(() => undefined);
  return turn;
}

async function readOrMake(name: string): Promise<string> {
  const secrets = await labSecrets();
  const known = secrets[name];
  if (known !== undefined) return known;
  const made = randomBytes(18).toString("base64url");
  await mkdir(labDir, { recursive: true, mode: 0o755 });
  await writeFile(`${file}.new`, `${JSON.stringify({ ...secrets, [name]: made }, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return made;
}
