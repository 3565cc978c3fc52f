import type { StorageSpec } from "./types";

/**
 * Why a storage description cannot be built, as one sentence for the operator, or undefined when it can.
 * Config validation asks this before anything is created; the component asks again.
 */
export function storageProblem(spec: StorageSpec): string | undefined {
  switch (spec.driver) {
    case "local":
      return localProblem(spec.path);
    case "trident":
      return "storage.driver: trident is described but cannot be built yet; use local with a path that every worker sees.";
    default:
      return unknownDriver(spec);
  }
}

/** Compile error when a driver is not handled; at run time (config not validated) a sentence that names it. */
export function unknownDriver(spec: never): string {
  return `storage.driver: ${JSON.stringify((spec as { driver?: unknown }).driver)} is unknown; use local or trident.`;
}

function localProblem(path: string): string | undefined {
  const wrong = !path.startsWith("/") || path === "/" || path.split("/").some((part) => part === ".." || part === ".");
  return wrong
    ? `storage.path: ${JSON.stringify(path)} is no absolute path of a folder; give one such as /srv/dsaas.`
    : undefined;
}
