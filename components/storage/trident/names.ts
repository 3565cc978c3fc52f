import type { TridentOperator } from "./types";

/** Where Trident lives, and every Secret that its backends use. */
export const namespace = "trident";

/** The CSI driver, which classes name. */
export const provisioner = "csi.trident.netapp.io";

/** Name of the operator's Deployment, ServiceAccount and role; Trident's own, which its role refers to. */
export const operatorName = "trident-operator";

export const group = "trident.netapp.io";
export const apiVersion = `${group}/v1`;

/** VolumeSnapshotClass of the stack. */
export const snapshotClassName = "dsaas-snapshots";

export const labels = { "app.kubernetes.io/part-of": "dsaas" } as const;

/** Labels that upstream's operator is selected by. */
export const operatorLabels = { ...labels, app: "operator.trident.netapp.io", name: operatorName } as const;

/** Newest release when this was written; it supports Kubernetes 1.27 to 1.36 (config/config.go of NetApp/trident). */
export const tridentVersion = "26.06.0";

/** The same release as the csi-snapshotter that Trident 26.06.0 runs beside itself. */
export const snapshotControllerVersion = "v8.6.0";

/**
 * Images as their publishers name them, or all in one registry under their last name, which is Trident's own rule. The
 * operator knows those of Trident itself.
 */
export function images({ registry }: TridentOperator) {
  const image = (home: string, name: string) => `${registry ?? home}/${name}`;
  return {
    operator: image("docker.io/netapp", `trident-operator:${tridentVersion}`),
    snapshotController: image("registry.k8s.io/sig-storage", `snapshot-controller:${snapshotControllerVersion}`),
  };
}
