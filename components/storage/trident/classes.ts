import type * as k8s from "@pulumi/kubernetes";
import { labels, provisioner } from "./names";
import type { ClassParameters, TridentClass } from "./types";

/**
 * A class as the API server gets it. Volumes outlive their claims unless a class says otherwise, and are made with
 * their claim: import, by which a rebuilt cluster takes homes over, needs Immediate.
 */
export function storageClass(spec: TridentClass): k8s.storage.v1.StorageClassArgs {
  const annotations = {
    ...(spec.default === true && { "storageclass.kubernetes.io/is-default-class": "true" }),
    ...(spec.autogrow !== undefined && { "trident.netapp.io/autogrowPolicy": spec.autogrow }),
  };
  return {
    metadata: { name: spec.name, labels, ...(Object.keys(annotations).length > 0 && { annotations }) },
    provisioner,
    parameters: classParameters(spec),
    reclaimPolicy: spec.reclaimPolicy ?? "Retain",
    volumeBindingMode: spec.volumeBindingMode ?? "Immediate",
    allowVolumeExpansion: spec.allowVolumeExpansion ?? true,
    ...(spec.mountOptions && { mountOptions: spec.mountOptions }),
  };
}

/** A class's parameters as Kubernetes wants them: text only. */
export function classParameters(spec: Pick<TridentClass, "parameters" | "fileSystemType">): Record<string, string> {
  const given = Object.entries(spec.parameters ?? {}).filter(([, value]) => value !== undefined);
  return {
    ...Object.fromEntries(given.map(([name, value]) => [name, encoded(value)])),
    ...(spec.fileSystemType && { "csi.storage.k8s.io/fstype": spec.fileSystemType }),
  };
}

function encoded(value: NonNullable<ClassParameters[keyof ClassParameters]>): string {
  if (typeof value !== "object") return String(value);
  return Object.entries(value)
    .map(([backend, pools]) => `${backend}:${pools.join(",")}`)
    .join(";");
}
