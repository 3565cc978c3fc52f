import { backendLabels, commentLength, commentLimit, ownerKeys } from "../labels";
import type { Pool, TridentBackend } from "../types";
import { problem, type TridentProblem } from "./problem";

/** Labels of a backend and its virtual pools: readable by selectors, telling pools apart, and short enough. */
export function labelProblems(backend: TridentBackend, stack: string, at: string): TridentProblem[] {
  const pools: Pool<unknown>[] = backend.pools ?? [];
  const places = [
    { key: `${at}.labels`, own: backend.labels ?? {}, all: backendLabels(backend, stack) },
    ...pools.map((pool, i) => ({
      key: `${at}.pools[${i}].labels`,
      own: pool.labels ?? {},
      all: { ...backendLabels(backend, stack), ...pool.labels },
    })),
  ];
  const marks = pools.map(({ labels = {}, region, zone }) =>
    JSON.stringify([Object.entries(labels).sort(), region, zone]),
  );
  return [
    ...places.flatMap(({ key, own, all }) => [...ownProblems(own, key), ...lengthProblems(backend, all, key)]),
    ...marks.flatMap((mark, i) =>
      problem(
        marks.indexOf(mark) !== i,
        `${at}.pools[${i}]`,
        pools[i]?.labels ?? {},
        `are the labels of pools[${marks.indexOf(mark)}] too, in the same region and zone; no class could choose one of them`,
      ),
    ),
  ];
}

function ownProblems(labels: Record<string, string>, key: string): TridentProblem[] {
  const at = (name: string) => (/^[\w-]+$/.test(name) ? `${key}.${name}` : `${key}[${JSON.stringify(name)}]`);
  return Object.entries(labels).flatMap(([name, value]) => [
    ...problem(!/^[\w-]+$/.test(name), at(name), name, "cannot be written in a selector; use letters, digits, _ and -"),
    ...problem(
      !/^[\w-]+$/.test(value) && !value.includes("{{"),
      at(name),
      value,
      "cannot be written in a selector; use letters, digits, _ and -, or a template in {{ }}",
    ),
    ...problem(
      (ownerKeys as readonly string[]).includes(name),
      at(name),
      value,
      `is set by the stack itself, as ${ownerKeys.join(", ")} are; choose another label`,
    ),
  ]);
}

function lengthProblems({ driver }: TridentBackend, labels: Record<string, string>, key: string): TridentProblem[] {
  const limit = commentLimit(driver);
  const length = commentLength(labels);
  if (limit === undefined || length <= limit) return [];
  const text = `${length} characters do not fit a volume's comment, which holds ${limit} with ${driver} (names of 63 characters counted); shorten or drop labels`;
  return [{ key, text }];
}
