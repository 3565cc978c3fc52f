import type { PlannedMachine } from "../../machines/types";

/** Every node carries the name of its machine's pool. */
export const poolLabel = "dsaas/pool";

// What kubelet may set on its own node inside Kubernetes' own namespaces; everything else there is refused by
// kubelet itself or by the NodeRestriction admission plugin.
const allowedPrefixes = ["node.kubernetes.io", "kubelet.kubernetes.io"];
const allowedKeys = ["topology.kubernetes.io/region", "topology.kubernetes.io/zone"];

function isReserved(key: string): boolean {
  const prefix = key.includes("/") ? key.slice(0, key.indexOf("/")) : "";
  if (allowedKeys.includes(key)) return false;
  if (allowedPrefixes.some((allowed) => prefix === allowed || prefix.endsWith(`.${allowed}`))) return false;
  return ["kubernetes.io", "k8s.io"].some((owned) => prefix === owned || prefix.endsWith(`.${owned}`));
}

/**
 * Labels of a machine's node as kubelet's `--node-labels` wants them, sorted so that order never changes user data.
 * @throws if a label is one that no kubelet may give to its own node.
 */
export function nodeLabels(machine: PlannedMachine): string {
  const labels = { ...machine.labels, [poolLabel]: machine.pool };
  for (const key of Object.keys(labels).filter(isReserved)) {
    throw new Error(
      `Machine pool "${machine.pool}": label "${key}": kubelet may not set it; ` +
        `use a prefix outside kubernetes.io and k8s.io, or node.kubernetes.io/.`,
    );
  }
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(",");
}
