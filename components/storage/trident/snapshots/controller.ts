import type * as k8s from "@pulumi/kubernetes";
import { confined } from "../../../kubernetes/pods";
import { images, labels, namespace, provisioner, snapshotClassName } from "../names";
import type { TridentOperator } from "../types";

const name = "snapshot-controller";
const rbac = "rbac.authorization.k8s.io";
const podLabels = { ...labels, "app.kubernetes.io/name": name };
const subject = { kind: "ServiceAccount", name, namespace };
const see = ["get", "list", "watch"];

/** Snapshots of the stack's class outlive their VolumeSnapshot: nothing that a user deletes is gone at once. */
export function snapshotClass() {
  return {
    apiVersion: "snapshot.storage.k8s.io/v1",
    kind: "VolumeSnapshotClass",
    metadata: {
      name: snapshotClassName,
      labels,
      annotations: { "snapshot.storage.kubernetes.io/is-default-class": "true" },
    },
    driver: provisioner,
    deletionPolicy: "Retain",
  };
}

export function controllerAccount(): k8s.core.v1.ServiceAccountArgs {
  return { metadata: { name, namespace, labels: podLabels }, automountServiceAccountToken: false };
}

/** Every verb of upstream's role, less its group snapshots, which are not switched on. */
export function controllerRole(): k8s.rbac.v1.ClusterRoleArgs {
  const snapshots = ["snapshot.storage.k8s.io"];
  return {
    metadata: { name, labels: podLabels },
    rules: [
      { apiGroups: [""], resources: ["persistentvolumes"], verbs: see },
      { apiGroups: [""], resources: ["persistentvolumeclaims"], verbs: [...see, "update"] },
      { apiGroups: [""], resources: ["events"], verbs: ["list", "watch", "create", "update", "patch"] },
      { apiGroups: snapshots, resources: ["volumesnapshotclasses"], verbs: see },
      {
        apiGroups: snapshots,
        resources: ["volumesnapshots", "volumesnapshotcontents"],
        verbs: [...see, "create", "update", "patch", "delete"],
      },
      {
        apiGroups: snapshots,
        resources: ["volumesnapshots/status", "volumesnapshotcontents/status"],
        verbs: ["update", "patch"],
      },
    ],
  };
}

export function controllerBinding(): k8s.rbac.v1.ClusterRoleBindingArgs {
  return {
    metadata: { name, labels: podLabels },
    roleRef: { apiGroup: rbac, kind: "ClusterRole", name },
    subjects: [subject],
  };
}

/** Its two replicas elect a leader by a Lease of their own namespace. */
export function leaderRole(): k8s.rbac.v1.RoleArgs {
  return {
    metadata: { name, namespace, labels: podLabels },
    rules: [
      {
        apiGroups: ["coordination.k8s.io"],
        resources: ["leases"],
        verbs: [...see, "create", "update", "delete"],
      },
    ],
  };
}

export function leaderBinding(): k8s.rbac.v1.RoleBindingArgs {
  return {
    metadata: { name, namespace, labels: podLabels },
    roleRef: { apiGroup: rbac, kind: "Role", name },
    subjects: [subject],
  };
}

export function controllerDeployment(operator: TridentOperator): k8s.apps.v1.DeploymentArgs {
  return {
    metadata: { name, namespace, labels: podLabels },
    spec: {
      replicas: 2,
      selector: { matchLabels: { "app.kubernetes.io/name": name } },
      template: {
        metadata: { labels: podLabels },
        spec: {
          serviceAccountName: name,
          automountServiceAccountToken: true,
          enableServiceLinks: false,
          priorityClassName: "system-cluster-critical",
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 65534,
            runAsGroup: 65534,
            seccompProfile: { type: "RuntimeDefault" },
          },
          topologySpreadConstraints: [
            {
              maxSkew: 1,
              topologyKey: "kubernetes.io/hostname",
              whenUnsatisfiable: "ScheduleAnyway",
              labelSelector: { matchLabels: { "app.kubernetes.io/name": name } },
            },
          ],
          containers: [
            {
              name,
              image: images(operator).snapshotController,
              imagePullPolicy: "IfNotPresent",
              args: ["--leader-election=true", `--leader-election-namespace=${namespace}`],
              resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { memory: "256Mi" } },
              securityContext: confined,
            },
          ],
        },
      },
    },
  };
}
