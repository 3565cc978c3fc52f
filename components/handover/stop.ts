import { isStatus } from "../kubernetes/api";
import { releaseAddress } from "./address";
import { lostText } from "./lost";
import {
  deploymentOf,
  hasNamespace,
  podPath,
  podsOf,
  replicaSetsOf,
  workloads,
  type Pod,
  type Workload,
} from "./objects";
import { scale } from "./rollout";
import { forEach, type Side } from "./side";
import { readState, writeState } from "./state";
import { count, named, until } from "./wait";

/**
 * Stops everything in a cluster that can use a volume, and resolves when nothing does any more and nobody has its address:
 * from then on another cluster may have both. Run again, it makes sure of the same.
 *
 * @param to the generation for which it is stopped
 * @returns servers of users that had to be evicted
 * @throws Error where a pod does not end, with the remedy
 */
export async function stop(side: Side, to: string): Promise<number> {
  const { api, namespace } = side;
  const { hub, inventory } = workloads(namespace);
  // First: whoever goes on from here after an interruption must know that this cluster is no longer the one that serves.
  if ((await readState(side)).state !== "stopped" && (await hasNamespace(api, namespace)))
    await writeState(side, { state: "stopped", to });
  await scale(side, hub, 0);
  await scale(side, inventory, 0);
  const letGo = await releaseAddress(side);
  for (const workload of [hub, inventory]) await untilEnded(side, workload);
  // Only now, as the hub starts no more of them.
  const evicted = await evictServers(side);
  await letGo();
  return evicted;
}

/**
 * Evicts users' servers, and waits until they are gone.
 *
 * @param these UIDs: only these, where a hub still runs that may start others, of the same names even; without, every one
 * @returns how many
 */
export async function evictServers(side: Side, these?: string[]): Promise<number> {
  let evicted = 0;
  const { servers } = workloads(side.namespace);
  const meant = ({ metadata }: Pod) => these === undefined || these.includes(metadata.uid);
  await untilGone(side, servers, "users' servers end", meant, async (pods) => {
    evicted += await evict(side, pods);
  });
  return evicted;
}

/** Waits until a Deployment that was scaled to 0 has no pod, and no controller is about to make one. */
async function untilEnded(side: Side, workload: Workload): Promise<void> {
  const what = `${workload.name} ends`;
  const settled = async () => {
    const deployment = await deploymentOf(side.api, workload);
    const all = [...(deployment === undefined ? [] : [deployment]), ...(await replicaSetsOf(side.api, workload))];
    const late = all.some(
      ({ metadata, spec, status }) => spec.replicas > 0 || status.observedGeneration < metadata.generation,
    );
    return late ? "its controllers have yet to take notice" : undefined;
  };
  await until(side, { what: `Generation ${side.generation}: ${what}`, limit: side.patience }, settled);
  // A pod that has failed by itself is left alone by its Deployment.
  const over = ({ status }: Pod) => status.phase === "Failed" || status.phase === "Succeeded";
  const all = () => true;
  await untilGone(side, workload, what, all, async (pods) => void (await evict(side, pods.filter(over))));
}

async function untilGone(
  side: Side,
  workload: Workload,
  what: string,
  meant: (pod: Pod) => boolean,
  act: (pods: Pod[]) => Promise<void>,
): Promise<void> {
  let left: Pod[] = [];
  try {
    await until(side, { what: `Generation ${side.generation}: ${what}`, limit: side.patience }, async () => {
      left = (await podsOf(side.api, workload)).filter(meant);
      await act(left);
      return left.length === 0 ? undefined : `${count(left.length, "pod")} still there (${names(left)})`;
    });
  } catch (error) {
    if (left.length === 0) throw error;
    const remedy = `Look with kubectl describe pod why it does not end`;
    throw new Error(`${what}, but ${(error as Error).message} ${(await lostText(side, left)) ?? remedy}.`, {
      cause: error,
    });
  }
}

/** @returns how many were evicted; those that are ending already are left to it. */
async function evict({ api }: Side, pods: Pod[]): Promise<number> {
  let evicted = 0;
  await forEach(
    pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined),
    async (pod) => {
      const { name, namespace } = pod.metadata;
      const body = { apiVersion: "policy/v1", kind: "Eviction", metadata: { name, namespace } };
      await api.call({ method: "POST", path: `${podPath(pod)}/eviction`, body }).then(
        () => evicted++,
        (error: unknown) => {
          // Gone by itself, or a disruption budget asks to wait: the next look tells.
          if (!isStatus(error, 404) && !isStatus(error, 429)) throw error;
        },
      );
    },
  );
  return evicted;
}

const names = (pods: Pod[]) => named(pods.map(({ metadata }) => metadata.name).sort());
