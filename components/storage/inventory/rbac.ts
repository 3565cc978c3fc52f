import type * as k8s from "@pulumi/kubernetes";
import { handoverState } from "../../handover/names";
import { knownHomes, reattachmentReport } from "../../homes";
import { inventoryName, labels, namespace } from "./names";

const group = "rbac.authorization.k8s.io";
const subjects = [{ kind: "ServiceAccount", name: inventoryName, namespace }];
const read = ["get", "list", "watch"];

export function serviceAccount(): k8s.core.v1.ServiceAccountArgs {
  return { metadata: { name: inventoryName, namespace, labels }, automountServiceAccountToken: false };
}

/** Cluster-wide it only reads volumes, and the one namespace by which clusters are told apart. */
export function clusterRole(): k8s.rbac.v1.ClusterRoleArgs {
  return {
    metadata: { name: `dsaas-${inventoryName}`, labels },
    rules: [
      { apiGroups: [""], resources: ["persistentvolumes"], verbs: read },
      { apiGroups: [""], resources: ["namespaces"], resourceNames: ["kube-system"], verbs: ["get"] },
    ],
  };
}

export function clusterRoleBinding(): k8s.rbac.v1.ClusterRoleBindingArgs {
  const name = `dsaas-${inventoryName}`;
  return { metadata: { name, labels }, roleRef: { apiGroup: group, kind: "ClusterRole", name }, subjects };
}

/**
 * In the hub's namespace: read claims, and tell the hub which homes there are.
 * @param annotates whether it also notes on each claim where its volume is exported
 */
export function hubRole(hubNamespace: string, annotates: boolean): k8s.rbac.v1.RoleArgs {
  return {
    metadata: { name: inventoryName, namespace: hubNamespace, labels },
    rules: [
      { apiGroups: [""], resources: ["persistentvolumeclaims"], verbs: annotates ? [...read, "patch"] : read },
      { apiGroups: [""], resources: ["configmaps"], resourceNames: [knownHomes], verbs: ["patch"] },
      {
        apiGroups: [""],
        resources: ["configmaps"],
        resourceNames: [reattachmentReport, handoverState],
        verbs: ["get"],
      },
    ],
  };
}

/** In Trident's namespace: read what Trident knows of each volume. */
export function tridentRole(tridentNamespace: string): k8s.rbac.v1.RoleArgs {
  return {
    metadata: { name: inventoryName, namespace: tridentNamespace, labels },
    rules: [
      { apiGroups: ["trident.netapp.io"], resources: ["tridentbackends", "tridentvolumes"], verbs: ["get", "list"] },
    ],
  };
}

export function roleBinding(inNamespace: string): k8s.rbac.v1.RoleBindingArgs {
  return {
    metadata: { name: inventoryName, namespace: inNamespace, labels },
    roleRef: { apiGroup: group, kind: "Role", name: inventoryName },
    subjects,
  };
}
