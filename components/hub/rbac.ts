import type * as k8s from "@pulumi/kubernetes";
import { handoverReport, handoverState } from "../handover/names";
import { homesGrow, knownHomes } from "./homes";
import { labels } from "./names";
import type { HubSpec } from "./types";

function metadata(namespace: string) {
  return { name: "hub", namespace, labels: labels("hub") };
}

export function hubServiceAccount(namespace: string): k8s.core.v1.ServiceAccountArgs {
  return { metadata: metadata(namespace), automountServiceAccountToken: false };
}

/**
 * What kubespawner does in its namespace, and what the hub says of a handover. It may make claims, let them grow where
 * quotas ask for it, and delete none.
 */
export function hubRole({ namespace, home }: Pick<HubSpec, "namespace" | "home">): k8s.rbac.v1.RoleArgs {
  return {
    metadata: metadata(namespace),
    rules: [
      { apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "watch", "create", "delete"] },
      {
        apiGroups: [""],
        resources: ["persistentvolumeclaims"],
        verbs: ["get", "create", ...(homesGrow(home) ? ["patch"] : [])],
      },
      {
        apiGroups: [""],
        resources: ["configmaps"],
        resourceNames: [knownHomes, handoverState, handoverReport],
        verbs: ["get"],
      },
      { apiGroups: [""], resources: ["configmaps"], resourceNames: [handoverReport], verbs: ["patch"] },
      { apiGroups: [""], resources: ["events"], verbs: ["get", "list", "watch"] },
    ],
  };
}

export function hubRoleBinding(namespace: string): k8s.rbac.v1.RoleBindingArgs {
  return {
    metadata: metadata(namespace),
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "hub" },
    subjects: [{ kind: "ServiceAccount", name: "hub", namespace }],
  };
}
