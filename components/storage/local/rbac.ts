import type * as k8s from "@pulumi/kubernetes";
import { configName, labels, namespace, provisionerName } from "./names";

const metadata = { name: provisionerName, labels };
const subject = { kind: "ServiceAccount", name: provisionerName, namespace };
const rbac = "rbac.authorization.k8s.io";

export function serviceAccount(): k8s.core.v1.ServiceAccountArgs {
  return { metadata: { ...metadata, namespace }, automountServiceAccountToken: false };
}

/** Cluster-wide: see claims, classes and nodes; make volumes. It need not delete any: they are all retained. */
export function clusterRole(): k8s.rbac.v1.ClusterRoleArgs {
  const read = ["get", "list", "watch"];
  return {
    metadata,
    rules: [
      { apiGroups: [""], resources: ["nodes", "persistentvolumeclaims"], verbs: read },
      { apiGroups: ["storage.k8s.io"], resources: ["storageclasses"], verbs: read },
      { apiGroups: [""], resources: ["persistentvolumes"], verbs: [...read, "create"] },
      { apiGroups: [""], resources: ["events"], verbs: ["create", "patch"] },
    ],
  };
}

/** In its own namespace: run helper pods and read their logs and its own configuration. */
export function role(): k8s.rbac.v1.RoleArgs {
  return {
    metadata: { ...metadata, namespace },
    rules: [
      { apiGroups: [""], resources: ["pods"], verbs: ["get", "create", "delete"] },
      { apiGroups: [""], resources: ["pods/log"], verbs: ["get"] },
      { apiGroups: [""], resources: ["configmaps"], resourceNames: [configName], verbs: ["get"] },
    ],
  };
}

export function clusterRoleBinding(): k8s.rbac.v1.ClusterRoleBindingArgs {
  return { metadata, roleRef: { apiGroup: rbac, kind: "ClusterRole", name: provisionerName }, subjects: [subject] };
}

export function roleBinding(): k8s.rbac.v1.RoleBindingArgs {
  return {
    metadata: { ...metadata, namespace },
    roleRef: { apiGroup: rbac, kind: "Role", name: provisionerName },
    subjects: [subject],
  };
}
