/* ConfigMaps in the hub's namespace by which the deployment and the hub talk about a handover; see docs/handover.md. */

/** Written by the deployment: `state` and `until`. */
export const handoverState = "handover";

/** Made empty by the deployment, then written by the hub: `state`, `for`, `stopped`, `left`. */
export const handoverReport = "handover-report";
