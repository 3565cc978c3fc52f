/** Where a volume's bytes are, in its driver's own terms: enough to find them again when every cluster is gone. */
export type VolumeSource = LocalSource | TridentSource;

/** A directory below the shared path of `dsaas:storage.path`. */
export interface LocalSource {
  driver: "local";
  /** Absolute path as the machines see it, `<storage.path>/<namespace>/<claim>`. */
  path: string;
}

/** A volume of a Trident backend. */
export interface TridentSource {
  driver: "trident";
  /** Name of the backend, which the stack keeps the same in every cluster; its UUID is another in each. */
  backend: string;
  /** Name of the volume on the storage system (FlexVol), e.g. `trident_pvc_0f4e…`. Trident calls it internalName. */
  volume: string;
  /** Where hosts outside the cluster mount it, where that is known. */
  nfs?: { server: string; path: string };
  /** Mode of the volume's root directory in octal, e.g. `0770`; without, Trident would set its default (0777). */
  unixPermissions?: string;
}

/** Which claim a volume belongs to. */
export interface ClaimName {
  namespace: string;
  claim: string;
}

/** One volume as the inventory records it. */
export interface VolumeRecord extends ClaimName {
  /** Name of the user whose home it is; empty for the hub's own volumes. */
  owner: string;
  storageClass: string;
  /** What the claim asked for, bytes. */
  capacity: number;
  accessModes: string[];
  /** The claim's labels, which a new claim gets again. */
  labels: Record<string, string>;
  source: VolumeSource;
}

/** A Kubernetes cluster by its name and by what no other has. */
export interface ClusterMark {
  /** `<stack name>-<generation>`. */
  name: string;
  /** UID of the namespace kube-system: another in each cluster that was ever founded. */
  uid: string;
}

/** Every volume of a stack, as the cluster that last used them wrote it down outside itself. */
export interface Inventory {
  /** Of this format. */
  version: 1;
  cluster: ClusterMark;
  /** Counts up with every writing, whichever cluster writes. */
  sequence: number;
  /** ISO 8601, UTC. Written anew at least every `heartbeatSeconds`, so that it also tells whether its cluster lives. */
  writtenAt: string;
  volumes: VolumeRecord[];
}

/** A volume as the storage system itself shows it, without any inventory. */
export interface FoundVolume {
  source: VolumeSource;
  /** Its claim, as far as the volume's own comment or path tells. */
  claim?: ClaimName;
  /** User's name, as far as the volume's comment tells. */
  owner?: string;
  storageClass?: string;
  /** Bytes that a claim may ask for, at most: the volume's size less its snapshot reserve. Left out: unlimited. */
  size?: number;
  /** Why it cannot be attached as it is (offline, a SnapMirror destination, …); left out: it can. */
  unusable?: string;
}

/** Volumes as a storage system lists them. It reads; nothing that can delete or change a volume is behind it. */
export interface StorageSystem {
  /** For messages, e.g. `svm "research" at 192.0.2.40` or `/srv/dsaas`. */
  readonly name: string;
  /** @throws Error in one sentence when the list is not complete: then nothing may be concluded from it. */
  volumes(): Promise<FoundVolume[]>;
}
