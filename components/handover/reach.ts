import { isPassing } from "../kubernetes/api";
import { deploymentOf, podsOf, uidOf, workloads } from "./objects";
import { messageOf, type Side } from "./side";
import type { State } from "./state";
import { duration } from "./wait";

/** Seconds for which a cluster is asked before it counts as one that does not answer: a virtual address may be on its way. */
const asked = 30;

/**
 * The UID by which a cluster is told from all others; undefined where it does not answer, which is said.
 * @throws Error where it answers, and lets nobody in
 */
export async function reach(side: Side): Promise<string | undefined> {
  const { api, generation, address, progress, now, pause } = side;
  for (const end = now() + asked * 1000; ; await pause(2_000)) {
    try {
      return await uidOf(api.with({ tries: 1 }));
    } catch (error) {
      if (!isPassing(error))
        throw new Error(
          `The cluster of generation ${generation} answers, and refuses to be asked (${messageOf(error)}), so nobody knows what it still does. Nothing was changed. Switch its machines off in the cloud's console if it is to be given up, then run the same command again.`,
          { cause: error },
        );
      const rest = (end - now()) / 1000;
      if (rest > 0) {
        progress.report(`The cluster of generation ${generation} does not answer; tries for ${duration(rest)} more`);
        continue;
      }
      progress.say(
        `The cluster of generation ${generation} does not answer (${messageOf(error)}). Volumes are attached only if its inventory gives no sign of life any more. Should one of its machines still run, it may go on to announce ${address}: switch them off in the cloud's console.`,
      );
      return undefined;
    }
  }
}

/** Whether a cluster has what can serve; one that is half removed has not. */
export async function canServe({ api, namespace }: Pick<Side, "api" | "namespace">): Promise<boolean> {
  return (await deploymentOf(api, workloads(namespace).hub)) !== undefined;
}

/** Whether anything in a cluster may use a volume, as far as an earlier handover is concerned. */
export async function mayUseVolumes({ api, namespace }: Side, state: State): Promise<boolean> {
  switch (state.state) {
    case "absent":
      return false;
    case "serving":
    case "announced":
    case "draining":
      return true;
    case "stopped": {
      const { hub, servers } = workloads(namespace);
      const deployment = await deploymentOf(api, hub);
      if (deployment !== undefined && deployment.spec.replicas > 0) return true;
      return (await Promise.all([podsOf(api, hub), podsOf(api, servers)])).flat().length > 0;
    }
    default:
      return state satisfies never;
  }
}
