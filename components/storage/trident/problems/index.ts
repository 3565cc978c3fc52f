import type { TridentStorage } from "../types";
import { autogrowPolicyProblems } from "./autogrow";
import { backendProblems } from "./backends";
import { classProblems } from "./classes";
import { credentialProblems } from "./credentials";
import { homeProblems } from "./home";
import { recoveryProblems } from "./recovery";
import { problem, type TridentProblem } from "./problem";

export type { TridentProblem } from "./problem";

/** What a description is checked against besides itself. */
export interface TridentContext {
  /** Names of the values that each backend's credentials hold; never the values. */
  credentials: Record<string, readonly string[]>;
  /** GiB that a home is made with. Left out: not checked. */
  homeCapacityGiB?: number;
}

/**
 * Everything in a description that could not work or would break a promise, all at once. Types are taken for granted:
 * config validation checks them first.
 */
export function tridentProblems(spec: TridentStorage, context: TridentContext): TridentProblem[] {
  return [
    ...backendProblems(spec.backends, spec.stack),
    ...credentialProblems(spec.backends, context.credentials),
    ...autogrowPolicyProblems(spec.autogrow ?? []),
    ...classProblems(spec),
    ...homeProblems(spec, context.homeCapacityGiB),
    ...recoveryProblems(spec),
    ...registryProblems(spec.operator?.registry),
  ];
}

function registryProblems(registry: string | undefined): TridentProblem[] {
  const wrong = registry !== undefined && !/^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._-]+)*$/.test(registry);
  return problem(
    wrong,
    "operator.registry",
    registry,
    "is no registry; write it as images do: registry.example.org/netapp",
  );
}
