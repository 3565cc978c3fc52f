import * as pulumi from "@pulumi/pulumi";
import type { OpenStackApi } from "../api";
import { removeLeftover, type Outcome } from "./remove";
import { wantedOf, type Wanted } from "./wanted";

/**
 * A hook for everything that is made on OpenStack. Before Pulumi makes a thing that its state does not know, what a run
 * that was killed left in its place is removed.
 *
 * Where the cloud cannot be asked, creating is tried all the same.
 *
 * @throws (the hook) Error in one sentence where something is kept that is in the way.
 */
export function leftoverHook(name: string, api: OpenStackApi): pulumi.ResourceHook {
  return new pulumi.ResourceHook(name, async ({ type, name: resourceName, newInputs = {} }) => {
    const wanted = wantedOf(type, resourceName, newInputs);
    if (wanted === undefined) return;
    let outcome: Outcome;
    try {
      outcome = await removeLeftover(api, wanted);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return pulumi.log.warn(
        `${labelOf(wanted)}: what may be left of an interrupted run was not looked for: ${reason}`,
      );
    }
    await report(wanted, outcome);
  });
}

async function report(wanted: Wanted, outcome: Outcome): Promise<void> {
  switch (outcome.kind) {
    case "none":
      return;
    case "removed":
      return pulumi.log.info(`${labelOf(wanted)}: removed what an interrupted run had left; it is made anew.`);
    case "kept":
      throw new Error(
        `${labelOf(wanted)} cannot be made: ${outcome.why}, and this stack's state does not know that. Use the state of the ` +
          "stack that made it, give this stack other names or addresses, or remove it by hand (docs/interrupted.md).",
      );
    default:
      return outcome satisfies never;
  }
}

const labelOf = ({ kind, name }: Wanted): string => `The ${kind} ${name}`;
