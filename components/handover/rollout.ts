import { deploymentOf, deploymentPath, type Deployment, type Workload } from "./objects";
import type { Side } from "./side";
import { whyNotReady } from "./why";

/** What is missing until a Deployment runs as it is described; undefined: nothing. */
export async function rolloutMissing(side: Side, workload: Workload): Promise<string | undefined> {
  const deployment = await deploymentOf(side.api, workload);
  if (deployment === undefined) return `Deployment ${workload.name} is missing`;
  if (isRolledOut(deployment)) return undefined;
  const why = await whyNotReady(side.api, workload, deployment);
  return `Deployment ${workload.name} is not available${why === "" ? "" : `: ${why}`}`;
}

/** As `kubectl rollout status` sees it, and at least one pod serves. */
export function isRolledOut({ metadata, spec, status }: Deployment): boolean {
  return (
    status.observedGeneration >= metadata.generation &&
    spec.replicas > 0 &&
    status.updatedReplicas >= spec.replicas &&
    status.replicas <= status.updatedReplicas &&
    status.availableReplicas >= status.updatedReplicas
  );
}

/** Sets how many pods a Deployment has. One that is not there, as in a cluster half removed, is left out. */
export async function scale(side: Side, workload: Workload, replicas: 0 | 1): Promise<void> {
  const deployment = await deploymentOf(side.api, workload);
  if (deployment === undefined || deployment.spec.replicas > 0 === replicas > 0) return;
  await side.api.patch(`${deploymentPath(workload)}/scale`, { spec: { replicas } });
}
