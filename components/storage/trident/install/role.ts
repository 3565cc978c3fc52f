import type * as k8s from "@pulumi/kubernetes";
import { group, operatorLabels, operatorName } from "../names";

type Rule = [group: string, resources: string[], verbs: string[], names?: string[]];

const see = ["get", "list", "watch"];
const all = [...see, "create", "delete", "update", "patch"];
const change = ["delete", "update", "patch"];

/** What Trident itself may do: the operator hands it on, and Kubernetes lets nobody grant more than they hold. */
const ofTrident: Rule[] = [
  ["", ["namespaces"], ["get", "list"]],
  ["", ["persistentvolumes", "persistentvolumeclaims", "secrets", "resourcequotas", "pods"], all],
  ["", ["persistentvolumeclaims/status"], ["update", "patch"]],
  ["", ["events"], [...see, "create", "update", "patch"]],
  ["", ["pods/log"], see],
  ["", ["nodes"], [...see, "update"]],
  ["storage.k8s.io", ["storageclasses", "csidrivers", "csinodes"], all],
  ["storage.k8s.io", ["volumeattachments"], [...see, ...change]],
  ["storage.k8s.io", ["volumeattachments/status"], ["update", "patch"]],
  ["csi.storage.k8s.io", ["csidrivers", "csinodeinfos"], all],
  ["snapshot.storage.k8s.io", ["volumesnapshots"], [...see, "update", "patch"]],
  ["snapshot.storage.k8s.io", ["volumesnapshotclasses", "volumesnapshotcontents"], all],
  ["snapshot.storage.k8s.io", ["volumesnapshots/status", "volumesnapshotcontents/status"], ["update", "patch"]],
  ["groupsnapshot.storage.k8s.io", ["volumegroupsnapshots"], ["list"]],
  ["groupsnapshot.storage.k8s.io", ["volumegroupsnapshotclasses"], ["list", "watch"]],
  ["groupsnapshot.storage.k8s.io", ["volumegroupsnapshotcontents"], [...see, "patch"]],
  ["groupsnapshot.storage.k8s.io", ["volumegroupsnapshotcontents/status"], ["update"]],
  ["apiextensions.k8s.io", ["customresourcedefinitions"], all],
  // Upstream names each of its kinds; the group is its own.
  [group, ["*"], all],
  // Trident's roles still name it, though Kubernetes has no such thing since 1.25.
  ["policy", ["podsecuritypolicies"], ["use"], ["trident-controller", "trident-node-linux"]],
];

const pods = ["trident", "trident-csi", "trident-controller", "trident-node-linux"];

/** What it takes to install: Trident's own workloads, accounts and roles, by their names wherever RBAC can tell. */
const ofInstaller: Rule[] = [
  ["", ["namespaces"], ["create", "patch"]],
  ["apps", ["deployments", "daemonsets", "statefulsets"], [...see, "create"]],
  ["apps", ["deployments", "daemonsets", "statefulsets"], change, pods],
  ["", ["pods/exec", "services", "serviceaccounts"], ["get", "list", "create"]],
  ["", ["pods/exec", "services", "serviceaccounts"], change, pods],
  ["rbac.authorization.k8s.io", ["roles", "rolebindings", "clusterroles", "clusterrolebindings"], ["list", "create"]],
  [
    "rbac.authorization.k8s.io",
    ["roles", "rolebindings", "clusterroles", "clusterrolebindings"],
    ["get", ...change],
    [...pods, "trident-node-remediation-access"],
  ],
];

/**
 * The operator's role, as wide as upstream's (helm/trident-operator/templates/clusterrole.yaml, v26.06.0) less what only
 * OpenShift, Rancher and Windows have.
 */
export function operatorRole(): k8s.rbac.v1.ClusterRoleArgs {
  return {
    metadata: { name: operatorName, labels: operatorLabels },
    rules: [...ofTrident, ...ofInstaller].map(([apiGroup, resources, verbs, resourceNames]) => ({
      apiGroups: [apiGroup],
      resources,
      verbs,
      ...(resourceNames && { resourceNames }),
    })),
  };
}
