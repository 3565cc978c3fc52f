/** What every object has, once the API has taken it. */
export interface Meta {
  name: string;
  namespace?: string;
  uid: string;
  resourceVersion: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: Meta;
}

export interface ClaimRef {
  namespace: string;
  name: string;
  /** Without, the volume is set aside for any claim of that name. */
  uid?: string;
  resourceVersion?: string;
}

export interface Volume extends KubeObject {
  spec: {
    storageClassName?: string;
    capacity: { storage: string };
    accessModes: string[];
    persistentVolumeReclaimPolicy: string;
    claimRef?: ClaimRef;
    hostPath?: { path: string; type?: string };
    csi?: { driver: string; volumeHandle: string; volumeAttributes: Record<string, string> };
  };
  status: { phase: "Available" | "Bound" | "Released" };
}

export interface Claim extends KubeObject {
  spec: {
    storageClassName: string;
    accessModes: string[];
    resources: { requests: { storage: string } };
    volumeName?: string;
  };
  status: { phase: "Pending" | "Bound" | "Lost" };
}

/** `namespace/name`. */
export function keyOf({ namespace = "", name }: { namespace?: string; name: string }): string {
  return `${namespace}/${name}`;
}

/** A quantity such as 10Gi or 1073741824. */
export function bytes(quantity: string): number {
  return quantity.endsWith("Gi") ? Number(quantity.slice(0, -2)) * 2 ** 30 : Number(quantity);
}
