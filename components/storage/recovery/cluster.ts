import type { ClaimName, ClusterMark, VolumeSource } from "./types";

/** A claim that the cluster has. */
export interface ExistingClaim extends ClaimName {
  /** PersistentVolume that it is, or asks to be, bound to. */
  volumeName?: string;
  bound: boolean;
  /** Volume of the storage system that the claim asks Trident to import. */
  importing?: string;
}

/** A PersistentVolume that the cluster has. */
export interface ExistingVolume {
  name: string;
  phase: string;
  storageClass: string;
  /** Claim that it is bound to, or set aside for. */
  claim?: ClaimName;
  /** Left out for a volume of another driver. */
  source?: VolumeSource;
}

/** What of users' volumes a cluster has already. */
export interface ClusterVolumes {
  mark: ClusterMark;
  claims: ExistingClaim[];
  volumes: ExistingVolume[];
}

/** Text that two sources share when they are the same bytes. */
export function sourceKey(source: VolumeSource): string {
  switch (source.driver) {
    case "local":
      return source.path;
    case "trident":
      return `${source.backend}:${source.volume}`;
    default:
      return source satisfies never;
  }
}

/** `namespace/claim`, as kubectl and every message write it. */
export function claimKey({ namespace, claim }: ClaimName): string {
  return `${namespace}/${claim}`;
}
