/**
 * Fields whose change the API server refuses (or that replace the object for safety), by group and kind.
 *
 * The same fields as in the official provider (provider/pkg/provider/diff.go of pulumi-kubernetes, for all versions of
 * a group), and those that the API server refuses besides: a StorageClass' reclaim policy and binding mode, a claim's
 * access to its volume, a PriorityClass' value, a RuntimeClass' handler.
 */
import { stringAt, type JsonObject } from "./json";
import { kindOfObject } from "./kinds";
import { isSecretKind } from "./normalize";

export type FieldPath = readonly string[];

export interface Mutability {
  /** ConfigMaps' data may be changed in place (provider option enableConfigMapMutable). */
  configMaps: boolean;
  /** Secrets' data may be changed in place (provider option enableSecretMutable). */
  secrets: boolean;
}

const identity = ["metadata.name", "metadata.namespace"];

const podFields = (
  "affinity automountServiceAccountToken dnsConfig dnsPolicy enableServiceLinks hostAliases hostIPC hostNetwork " +
  "hostPID hostname imagePullSecrets nodeName nodeSelector overhead preemptionPolicy priority priorityClassName " +
  "readinessGates restartPolicy runtimeClassName schedulerName securityContext serviceAccount serviceAccountName " +
  "shareProcessNamespace subdomain terminationGracePeriodSeconds volumes containers initContainers"
)
  .split(" ")
  .map((field) => `spec.${field}`);

const volumeSources = (
  "awsElasticBlockStore azureDisk azureFile cephfs cinder csi fc flexVolume flocker gcePersistentDisk glusterfs " +
  "hostPath iscsi local nfs photonPersistentDisk portworxVolume quobyte rbd scaleIO storageos vsphereVolume"
)
  .split(" ")
  .map((field) => `spec.${field}`);

const claimFields = "accessModes selector storageClassName volumeName volumeMode dataSource dataSourceRef"
  .split(" ")
  .map((field) => `spec.${field}`);

const immutable: Readonly<Record<string, readonly string[]>> = {
  "apps/DaemonSet": ["spec.selector"],
  "apps/Deployment": ["spec.selector"],
  "apps/StatefulSet": [
    "spec.podManagementPolicy",
    "spec.revisionHistoryLimit",
    "spec.selector",
    "spec.serviceName",
    "spec.volumeClaimTemplates",
  ],
  "batch/Job": ["spec.completions", "spec.completionMode", "spec.parallelism", "spec.selector", "spec.template"],
  "/PersistentVolume": volumeSources,
  "/PersistentVolumeClaim": claimFields,
  "/Pod": podFields,
  "/ResourceQuota": ["spec.scopes"],
  "/Secret": ["type"],
  "/Service": ["spec.clusterIP"],
  "rbac.authorization.k8s.io/ClusterRoleBinding": ["roleRef"],
  "rbac.authorization.k8s.io/RoleBinding": ["roleRef"],
  "storage.k8s.io/StorageClass": ["parameters", "provisioner", "reclaimPolicy", "volumeBindingMode"],
  "scheduling.k8s.io/PriorityClass": ["value", "preemptionPolicy"],
  "node.k8s.io/RuntimeClass": ["handler"],
};

/** The paths whose change replaces the object. Patch resources own no identity but the name and the namespace. */
export function immutableFields(object: JsonObject, patch: boolean, mutability: Mutability): FieldPath[] {
  const fields = [...identity];
  if (!patch) {
    const { group, kind } = kindOfObject(object);
    fields.push(...(immutable[`${group}/${kind}`] ?? []));
    const frozen = object["immutable"] === true || stringAt(object, "immutable") === "true";
    if (isSecretKind(object) && (frozen || !mutability.secrets)) fields.push("data", "stringData");
    if (group === "" && kind === "ConfigMap" && (frozen || !mutability.configMaps)) fields.push("data", "binaryData");
  }
  return fields.map((field) => field.split("."));
}
