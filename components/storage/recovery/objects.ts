import { ownerAnnotation } from "../../homes";
import { claimKey } from "./cluster";
import type { LocalSource, TridentSource, VolumeRecord } from "./types";

const prefix = "trident.netapp.io";
const labels = { "app.kubernetes.io/part-of": "dsaas" };

/** Name of a re-attached volume's object: the same whoever makes it, so that a second run finds the first one's. */
export function volumeName({ namespace, claim }: VolumeRecord): string {
  return `${namespace}.${claim}`;
}

/** The PersistentVolume of a directory, set aside for its claim; its data outlives it. */
export function localVolume(record: VolumeRecord, source: LocalSource) {
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name: volumeName(record), labels, annotations: { "dsaas/attached": "again" } },
    spec: {
      storageClassName: record.storageClass,
      capacity: { storage: String(record.capacity) },
      accessModes: record.accessModes,
      persistentVolumeReclaimPolicy: "Retain",
      claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", namespace: record.namespace, name: record.claim },
      // Not DirectoryOrCreate: where the file system is not mounted, a server must not start with an empty home.
      hostPath: { path: source.path, type: "Directory" },
    },
  };
}

/**
 * The claim of a record, as kubespawner would have made it, for the volume object that is set aside for it.
 *
 * A claim that names its volume is bound at the controller's next round, up to half a minute later (measured with Kubernetes
 * 1.34), one that does not at once. So it does only where another, empty volume could be made for it meanwhile: a class of
 * directories makes none before a pod needs it, and then it is the same directory.
 */
export function boundClaim(record: VolumeRecord, volume: string) {
  const { driver } = record.source;
  switch (driver) {
    case "local":
      return claim(record, {}, {});
    case "trident":
      return claim(record, {}, { volumeName: volume });
    default:
      return driver satisfies never;
  }
}

/** A claim that Trident imports a volume for, rather than making a new one. */
export function importingClaim(record: VolumeRecord, source: TridentSource, backendUuid: string) {
  // Without volumeName: Trident makes the volume's object.
  return claim(record, importAnnotations(source, backendUuid), {});
}

/**
 * Annotations by which Trident imports a volume under its own name, so that the same inventory is good for the next
 * disaster, and leaves its files and their modes as they are (`frontend/csi/controller_helpers/kubernetes/config.go`).
 */
export function importAnnotations(source: TridentSource, backendUuid: string): Record<string, string> {
  return {
    [`${prefix}/importOriginalName`]: source.volume,
    [`${prefix}/importBackendUUID`]: backendUuid,
    [`${prefix}/importNoRename`]: "true",
    [`${prefix}/notManaged`]: "false",
    // Left out, Trident sets the backend's default on the volume's root directory.
    ...(source.unixPermissions === undefined ? {} : { [`${prefix}/unixPermissions`]: source.unixPermissions }),
  };
}

function claim(record: VolumeRecord, annotations: Record<string, string>, more: { volumeName?: string }) {
  const owner = record.owner === "" ? {} : { [ownerAnnotation]: record.owner };
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: {
      name: record.claim,
      namespace: record.namespace,
      labels: { ...labels, ...record.labels },
      annotations: { ...owner, ...annotations },
    },
    spec: {
      accessModes: record.accessModes,
      storageClassName: record.storageClass,
      resources: { requests: { storage: String(record.capacity) } },
      ...more,
    },
  };
}

/** Where a claim stands in the API. */
export function claimPath(record: Pick<VolumeRecord, "namespace" | "claim">): string {
  const [namespace, name] = claimKey(record).split("/");
  return `/api/v1/namespaces/${namespace}/persistentvolumeclaims/${name}`;
}
