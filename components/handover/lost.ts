import { machinesOf, podsOf, workloads, type Pod } from "./objects";
import type { Side } from "./side";
import { count, named } from "./wait";

/**
 * Pods that may use a volume on a machine whose kubelet does not answer: nobody can say whether they still run, and no call
 * can end them. Undefined where there are none.
 */
export async function onLostMachines(side: Side): Promise<string | undefined> {
  const { hub, inventory, servers } = workloads(side.namespace);
  const pods = await Promise.all([hub, inventory, servers].map((workload) => podsOf(side.api, workload)));
  return lostText(side, pods.flat());
}

/** The same, of these pods. */
export async function lostText({ api, generation }: Side, pods: Pod[]): Promise<string | undefined> {
  const machines = await machinesOf(api);
  const lost = pods.filter(({ spec: { nodeName } }) => nodeName !== undefined && machines.get(nodeName) !== true);
  if (lost.length === 0) return undefined;
  const where = [...new Set(lost.map(({ spec }) => spec.nodeName ?? ""))].sort();
  const which = named(lost.map(({ metadata }) => metadata.name).sort());
  return (
    `${count(lost.length, "pod")} of generation ${generation} (${which}) may still run and use a volume on a machine that does not answer (${named(where)}). ` +
    `Switch that machine off in the cloud's console; when you know that it is off: kubectl delete node ${where.join(" ")}`
  );
}
