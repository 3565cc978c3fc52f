import type * as k8s from "@pulumi/kubernetes";
import { homeClass, labels, provisioner } from "./names";

/**
 * Class of users' homes. The directory is named from namespace and claim alone, so that a rebuilt cluster finds it
 * again. Volumes wait for their first pod: the provisioner's helper then runs where the scheduler would put that
 * pod, whereas without a node it could land on a machine that is lost, since it tolerates everything.
 */
export function homeStorageClass(): k8s.storage.v1.StorageClassArgs {
  return {
    metadata: { name: homeClass, labels },
    provisioner,
    parameters: { pathPattern: "{{ .PVC.Namespace }}/{{ .PVC.Name }}" },
    reclaimPolicy: "Retain",
    volumeBindingMode: "WaitForFirstConsumer",
    allowVolumeExpansion: false,
  };
}
