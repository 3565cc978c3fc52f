import { createHash } from "node:crypto";
import type { types } from "@pulumi/kubernetes";

/** A container of the platform's own: no way to more rights, and it writes to its volumes alone. */
export const confined: types.input.core.v1.SecurityContext = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
};

/** A pod leaves a lost machine ten seconds after Kubernetes has noticed the loss, rather than after Kubernetes' own five minutes. */
export const leaveLostMachines: types.input.core.v1.Toleration[] = ["not-ready", "unreachable"].map((condition) => ({
  key: `node.kubernetes.io/${condition}`,
  operator: "Exists",
  effect: "NoExecute",
  tolerationSeconds: 10,
}));

/** Sixteen hex digits that change with the value; in a pod's annotations they make a change roll the pod. */
export function contentHash(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 16);
}
