import type * as pulumi from "@pulumi/pulumi";
import { leftoverHookOf } from "../../leftovers";
import type { OpenStackApi } from "../api";
import { removeLeftover } from "./remove";
import { wantedOf } from "./wanted";

/**
 * A hook for everything that is made on OpenStack (see leftoverHookOf). Names are not unique there: what a killed run left
 * would stay for ever beside what is made now, or be in its way.
 */
export function leftoverHook(name: string, api: OpenStackApi): pulumi.ResourceHook {
  return leftoverHookOf(name, {
    wantedOf,
    remove: (wanted) => removeLeftover(api, wanted),
    labelOf: ({ kind, name: own }) => `The ${kind} ${own}`,
    inTheWay: (label, why) =>
      `${label} cannot be made: ${why}, and this stack's state does not know that. Use the state of the ` +
      "stack that made it, give this stack other names or addresses, or remove it by hand (docs/interrupted.md).",
  });
}
