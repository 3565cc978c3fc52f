import * as pulumi from "@pulumi/pulumi";

/** What became of what an interrupted run may have left. */
export type Outcome =
  | { kind: "removed" }
  /** Nothing is in the way. */
  | { kind: "none" }
  /** It is not what an interrupted run leaves; says what it is. */
  | { kind: "kept"; why: string };

export const removed: Outcome = { kind: "removed" };
export const none: Outcome = { kind: "none" };
export const kept = (why: string): Outcome => ({ kind: "kept", why });

/** How a cloud finds and removes what is left of a killed run. */
export interface Removal<Wanted> {
  /** What a resource is; undefined for one that cannot be in its own way. */
  wantedOf(type: string, resourceName: string, inputs: Record<string, unknown>): Wanted | undefined;
  remove(wanted: Wanted): Promise<Outcome>;
  /** `The port dsaas-…`. */
  labelOf(wanted: Wanted): string;
  /** A whole sentence for something that is in the way and stays. */
  inTheWay(label: string, why: string): string;
}

/**
 * A hook for everything that is made in a cloud. Before Pulumi makes a thing that its state does not know, what a run that
 * was killed left in its place is removed.
 *
 * Where the cloud cannot be asked, creating is tried all the same.
 *
 * @throws (the hook) Error in one sentence where something is kept that is in the way.
 */
export function leftoverHookOf<Wanted>(name: string, removal: Removal<Wanted>): pulumi.ResourceHook {
  return new pulumi.ResourceHook(name, async ({ type, name: resourceName, newInputs = {} }) => {
    const wanted = removal.wantedOf(type, resourceName, newInputs);
    if (wanted === undefined) return;
    const label = removal.labelOf(wanted);
    let outcome: Outcome;
    try {
      outcome = await removal.remove(wanted);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return pulumi.log.warn(`${label}: what may be left of an interrupted run was not looked for: ${reason}`);
    }
    switch (outcome.kind) {
      case "none":
        return;
      case "removed":
        return pulumi.log.info(`${label}: removed what an interrupted run had left; it is made anew.`);
      case "kept":
        throw new Error(removal.inTheWay(label, outcome.why));
      default:
        return outcome satisfies never;
    }
  });
}
