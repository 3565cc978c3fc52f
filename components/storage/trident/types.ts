import type { Decisions } from "../recovery";
import type { Media, TridentBackend } from "./backendTypes";

/** NetApp Trident: its operator, its backends and the classes on them. Credentials are passed beside it. */
export interface TridentStorage {
  driver: "trident";
  /** Name of the stack: part of storage prefixes and of what every volume's comment says. */
  stack: string;
  backends: TridentBackend[];
  classes: TridentClass[];
  /** Name of the class of users' homes and of the hub's own volume. */
  homeClass: string;
  /**
   * Users reach their files from the institution's own hosts over NFS (A5). While true, a description whose homes
   * could not be mounted there is refused. @default true
   */
  outsideAccess?: boolean;
  /** VolumeSnapshots: their CRDs, the controller and a class that retains. @default { enabled: true } */
  snapshots?: { enabled: boolean };
  /** @default none */
  autogrow?: AutogrowPolicy[];
  operator?: TridentOperator;
  /**
   * NFS export of the institution's own that outlives every cluster, for the list of whose volume is which. A volume of
   * Trident's would have to be found before the list that says where it is.
   */
  inventory: {
    server: string;
    path: string;
    /** The same folder where Pulumi runs. @default it does not see it: the storage system alone tells then */
    seenAt?: string;
  };
  /** `askStorage`: Pulumi asks the storage systems themselves, over their management addresses, which volumes there are. */
  recovery: Decisions & { askStorage: boolean };
}

/** How Trident itself is installed. */
export interface TridentOperator {
  /**
   * Registry, with a path if need be, that holds all images under their own last name and tag, e.g.
   * `registry.example.org/netapp`. @default the publishers' registries (docker.io/netapp, registry.k8s.io/sig-storage)
   */
  registry?: string;
  /**
   * Messages about use to NetApp. `excluded`: not even the container is there; `silenced`: it is, and sends nothing.
   * @default excluded: a stack tells nobody about itself unless asked to (Trident's own: enabled)
   */
  autosupport?: "excluded" | "silenced" | "enabled";
  /** Seconds that Trident waits for Kubernetes. @default 180: a new cluster answers slowly (Trident's own: 30) */
  k8sTimeout?: number;
  /**
   * Trident installs and starts iSCSI on the nodes. @default true when a backend uses iSCSI; false where the node
   * image holds open-iscsi and multipath-tools
   */
  prepareNodes?: boolean;
}

/** A StorageClass on Trident. */
export interface TridentClass {
  name: string;
  /** What its pools must offer; all of it. @default any pool of any backend */
  parameters?: ClassParameters;
  /** The cluster's default class; one at most. @default false */
  default?: boolean;
  /** What happens to a volume whose claim is deleted. @default Retain (Kubernetes' own: Delete) */
  reclaimPolicy?: "Retain" | "Delete";
  /** @default Immediate: a volume is imported or made with its claim, not with its first pod */
  volumeBindingMode?: "Immediate" | "WaitForFirstConsumer";
  /** @default true */
  allowVolumeExpansion?: boolean;
  /** They win over the backend's nfsMountOptions. @default none */
  mountOptions?: string[];
  /** File system of block volumes. @default the backend's */
  fileSystemType?: "ext3" | "ext4" | "xfs";
  /** What claims of the class ask for; checked against the backends, never rendered. @default ReadWriteOnce */
  accessMode?: "ReadWriteOnce" | "ReadOnlyMany" | "ReadWriteMany";
  /** Name of one of the autogrow policies. @default none */
  autogrow?: string;
}

/** Trident's own class parameters; whatever is not in this list makes Trident ignore the whole class. */
export interface ClassParameters {
  backendType?: TridentBackend["driver"];
  media?: Media;
  provisioningType?: "thick" | "thin";
  region?: string;
  zone?: string;
  nasType?: "nfs";
  sanType?: "iscsi" | "nvme" | "fcp";
  snapshots?: boolean;
  clones?: boolean;
  encryption?: boolean;
  replication?: boolean;
  IOPS?: number;
  /** Over pools' labels: `k=v; k2!=v2; k in (a,b); k notin (c); k; !k`, all of which must hold. */
  selector?: string;
  /** Backend names and pool names, both regular expressions: backends whole, pools anywhere in the name. */
  storagePools?: Record<string, string[]>;
  /** These pools besides, whatever else the class asks. */
  additionalStoragePools?: Record<string, string[]>;
  /** Never these. */
  excludeStoragePools?: Record<string, string[]>;
}

/** Volumes of classes that name it grow before they are full. */
export interface AutogrowPolicy {
  name: string;
  /** Percent in use at which a volume grows, 1–99. */
  usedThresholdPercent: number;
  /** How much: percent of the present size, or GiB. @default { percent: 10 }, Trident's own */
  growthAmount?: { percent: number } | { gib: number };
  /** GiB beyond which nothing grows. */
  maxSizeGiB: number;
}

/** One secret value of a backend. */
export type CredentialKey =
  | "username"
  | "password"
  | "clientPrivateKey"
  | "chapUsername"
  | "chapInitiatorSecret"
  | "chapTargetUsername"
  | "chapTargetInitiatorSecret"
  | "clientId"
  | "clientSecret"
  | "privateKey"
  | "privateKeyId";

/** Secret values by backend name. They only ever stand in Secrets of Trident's namespace. `T` is `pulumi.Input<string>`. */
export type Credentials<T> = Record<string, Partial<Record<CredentialKey, T>>>;

export type * from "./backendTypes";
