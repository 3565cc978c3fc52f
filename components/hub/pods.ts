import type { types } from "@pulumi/kubernetes";
import { contentHash, leaveLostMachines } from "../kubernetes/pods";

export { confined as coreContainer } from "../kubernetes/pods";

type PodSpec = types.input.core.v1.PodSpec;

/** Core pods' ids: no root, and the same as of users' servers, to which volumes' directories belong. */
const ids = { runAsUser: 1000, runAsGroup: 100, fsGroup: 100 };

/** What every core pod has: Pod Security "restricted", no API token unless asked for, quick moves off a lost machine. */
export function corePod(namespace: string): Omit<PodSpec, "containers"> {
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    priorityClassName: priorityClassName(namespace),
    securityContext: {
      runAsNonRoot: true,
      ...ids,
      fsGroupChangePolicy: "OnRootMismatch",
      seccompProfile: { type: "RuntimeDefault" },
    },
    tolerations: leaveLostMachines,
  };
}

/** Core pods go before users' servers when a machine is full; cluster-wide, hence named for the namespace. */
export function priorityClassName(namespace: string): string {
  return `${namespace}-core`;
}

/** Sixteen hex digits that change with any of the texts; in a pod's annotations they make a change roll the pod. */
export function hash(...texts: string[]): string {
  return contentHash(texts);
}
