import { crossChecks } from "./config/checks";
import { ConfigError, problemsOf, type Problem } from "./config/problems";
import { defaultProviderProblems } from "./config/providers";
import { config as schema, type Config } from "./config/schema";

export { ConfigError } from "./config/problems";
export type { OpenStackConfig, VsphereConfig } from "./config/clouds";
export type { Config, HubConfig } from "./config/schema";

/** What Pulumi hands to a program: every key's text, and which keys hold anything encrypted. */
export interface RawConfig {
  /** Full key (`dsaas:cluster`) to its text; structured values are JSON. */
  values: Record<string, string>;
  isSecret(key: string): boolean;
  /** Part of every machine's name. */
  stackName: string;
}

/** Where secrets stand, below `dsaas:`. A name is enough: no two keys of one block share it; `*` is any name. */
const secretKeys: readonly (readonly [block: string, ...path: string[]])[] = [
  ["vsphere", "password"],
  ["openstack", "applicationCredentialSecret"],
  ["hub", "login", "bindPassword"],
  ["hub", "tls", "privateKey"],
  ["hub", "database", "password"],
  ["storage", "credentials", "*", "*"],
];

/**
 * Reads and checks a stack's configuration.
 *
 * The result still holds the secrets as plain text: wrap each with `pulumi.secret` before a resource sees it.
 *
 * @throws ConfigError naming every mistake at once, each by key, value and remedy
 */
export function loadConfig(raw: RawConfig): Config {
  const { input, problems: unreadable } = parse(raw);
  if (unreadable.length > 0) throw new ConfigError(unreadable);

  const parsed = schema.safeParse(input);
  const ofPulumi = [
    ...secretsInPlainText(input, raw),
    ...defaultProviderProblems(raw.values["pulumi:disable-default-providers"], raw.values["dsaas:platform"]),
  ];
  if (!parsed.success) throw new ConfigError([...problemsOf(parsed.error, input, isSecretPath), ...ofPulumi]);
  const problems = [...crossChecks(parsed.data, raw.stackName), ...ofPulumi];
  if (problems.length > 0) throw new ConfigError(problems);
  return parsed.data;
}

function parse(raw: RawConfig): { input: Record<string, unknown>; problems: Problem[] } {
  const input: Record<string, unknown> = {};
  const problems: Problem[] = [];
  for (const [key, text] of Object.entries(raw.values)) {
    if (!key.startsWith("dsaas:")) continue;
    const name = key.slice("dsaas:".length);
    if (name === "platform") {
      input[name] = text;
      continue;
    }
    try {
      input[name] = JSON.parse(text);
    } catch {
      problems.push({
        key,
        text: "is not a group of keys; write it as YAML in the stack's file (docs/configuration.md)",
      });
    }
  }
  return { input, problems };
}

/** Whether a value may hold a secret: where one stands, and above it as far as names are free (`*`). */
function isSecretPath(path: readonly PropertyKey[]): boolean {
  return secretKeys.some((secret) => {
    const fixed = secret.includes("*") ? secret.indexOf("*") : secret.length;
    const within = path.length >= fixed && path.length <= secret.length;
    return within && path.every((part, i) => secret[i] === "*" || secret[i] === part);
  });
}

/** Pulumi encrypts single values of a block and tells only whether a block holds any. */
function secretsInPlainText(input: Record<string, unknown>, raw: RawConfig): Problem[] {
  return secretKeys.flatMap(([block, ...path]) => {
    if (raw.isSecret(`dsaas:${block}`)) return [];
    return pathsTo(input[block], path).map((found) => {
      const key = `dsaas:${[block, ...found].join(".")}`;
      return { key, text: `stands in plain text; encrypt it with: pulumi config set --secret --path '${key}'` };
    });
  });
}

/** Every path below a value that fits a pattern and has something at its end. */
function pathsTo(value: unknown, [first, ...rest]: readonly string[]): string[][] {
  if (first === undefined) return value === undefined ? [] : [[]];
  if (typeof value !== "object" || value === null) return [];
  const names = first === "*" ? Object.keys(value) : [first];
  return names.flatMap((name) =>
    pathsTo((value as Record<string, unknown>)[name], rest).map((below) => [name, ...below]),
  );
}
