import { tridentProblems } from "./trident/problems";
import type { Credentials } from "./trident/types";
import type { StorageSpec, TridentStorage } from "./types";

/**
 * Why a storage description cannot be built, in a sentence for each mistake, or undefined when it can.
 * Config validation asks this before anything is created; the component asks again.
 */
export function storageProblem(spec: StorageSpec, credentials: Credentials<unknown> = {}): string | undefined {
  switch (spec.driver) {
    case "local":
      return localProblem(spec.path);
    case "trident":
      return tridentProblem(spec, credentials);
    default:
      return unknownDriver(spec);
  }
}

/** Compile error when a driver is not handled; at run time (config not validated) a sentence that names it. */
export function unknownDriver(spec: never): string {
  return `storage.driver: ${JSON.stringify((spec as { driver?: unknown }).driver)} is unknown; use local or trident.`;
}

function tridentProblem(spec: TridentStorage, credentials: Credentials<unknown>): string | undefined {
  const given = Object.entries(credentials).map(([name, values]) => [name, Object.keys(values)] as const);
  const problems = tridentProblems(spec, { credentials: Object.fromEntries(given) });
  return problems.length === 0 ? undefined : problems.map(({ key, text }) => `storage.${key}: ${text}.`).join("\n");
}

function localProblem(path: string): string | undefined {
  const wrong = !path.startsWith("/") || path === "/" || path.split("/").some((part) => part === ".." || part === ".");
  return wrong
    ? `storage.path: ${JSON.stringify(path)} is no absolute path of a folder; give one such as /srv/dsaas.`
    : undefined;
}
