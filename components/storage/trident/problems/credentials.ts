import { neededCredentials } from "../credentials";
import type { TridentBackend } from "../types";
import type { TridentProblem } from "./problem";

/**
 * Credentials that a backend lacks, or that nothing needs.
 *
 * @param given names of the values that each backend's credentials hold; never the values
 */
export function credentialProblems(
  backends: TridentBackend[],
  given: Record<string, readonly string[]>,
): TridentProblem[] {
  const names = new Set(backends.map(({ name }) => name));
  const lacking = backends.flatMap((backend) =>
    neededCredentials(backend)
      .filter((key) => !has(given, backend.name, key))
      .map((key) => ({
        key: `credentials.${backend.name}.${key}`,
        text: `is missing; set it with: pulumi config set --secret --path 'dsaas:storage.credentials.${backend.name}.${key}'`,
      })),
  );
  const stray = Object.keys(given)
    .filter((name) => !names.has(name))
    .map((name) => ({
      key: `credentials.${name}`,
      text: `belongs to no backend (${[...names].join(", ")}); remove it`,
    }));
  const unused = backends.flatMap((backend) => {
    const needed: readonly string[] = neededCredentials(backend);
    return keysOf(given, backend.name)
      .filter((key) => !needed.includes(key))
      .map((key) => ({
        key: `credentials.${backend.name}.${key}`,
        text: `is not used by ${backend.driver} as described (${needed.join(", ") || "nothing"} is); remove it`,
      }));
  });
  return [...lacking, ...stray, ...unused];
}

const keysOf = (given: Record<string, readonly string[]>, name: string): readonly string[] =>
  Object.hasOwn(given, name) ? (given[name] ?? []) : [];

const has = (given: Record<string, readonly string[]>, name: string, key: string): boolean =>
  keysOf(given, name).includes(key);
