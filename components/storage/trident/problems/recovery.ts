import type { TridentStorage } from "../types";
import { unlistable } from "../view";
import { problem, type TridentProblem } from "./problem";

/** After the loss of a cluster either the inventory or the storage system must tell which volume is whose. */
export function recoveryProblems(spec: TridentStorage): TridentProblem[] {
  const { inventory, recovery } = spec;
  if (inventory.seenAt !== undefined) return [];
  const remedy = "mount the inventory's export where Pulumi runs, and name that folder here";
  const why = unlistable(spec);
  return [
    ...problem(
      !recovery.askStorage,
      "inventory.seenAt",
      null,
      `is left out while recovery.askStorage is false; ${remedy}`,
    ),
    ...problem(
      recovery.askStorage && why !== undefined,
      "inventory.seenAt",
      null,
      `is left out, and ${why}; ${remedy}`,
    ),
  ];
}
