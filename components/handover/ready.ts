import { deploymentOf, publicServiceOf, workloads } from "./objects";
import { rolloutMissing } from "./rollout";
import type { Side } from "./side";
import { until } from "./wait";

/**
 * Waits until a cluster has everything but what it gets by the handover: its proxy runs, its hub and the inventory's program
 * are there, and wait for their volumes.
 *
 * @throws Error naming what is missing, and why as far as the cluster tells
 */
export async function untilComplete(side: Side): Promise<void> {
  const what = `Generation ${side.generation} is not complete yet`;
  await until(side, { what, limit: side.patience }, async () => {
    const { hub, proxy, inventory } = workloads(side.namespace);
    for (const workload of [hub, inventory])
      if ((await deploymentOf(side.api, workload)) === undefined)
        return `Deployment ${workload.namespace}/${workload.name} is missing`;
    if ((await publicServiceOf(side.api, side.namespace)) === undefined)
      return `Service ${side.namespace}/proxy-public is missing`;
    return rolloutMissing(side, proxy);
  });
}
