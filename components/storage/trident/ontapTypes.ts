import type { CommonBackend, Media, Pool } from "./commonTypes";

/** How new ONTAP volumes are made, whatever the protocol. */
export interface OntapDefaults {
  /** GiB of a volume whose claim names no size. @default 1, Trident's own */
  sizeGiB?: number;
  /** `volume` sets a volume's whole size aside (thick). @default none (thin), Trident's own */
  spaceReserve?: "none" | "volume";
  /** Snapshot policy of the SVM. @default see defaults.ts */
  snapshotPolicy?: string;
  /** Percent of the FlexVol for snapshots, on top of the claim's size; 0–90. @default see defaults.ts */
  snapshotReservePercent?: number;
  /** Split a clone from its parent at once. @default false, Trident's own */
  splitOnClone?: boolean;
  /** NetApp volume encryption. @default the aggregate's own setting, as Trident's */
  encryption?: boolean;
  tieringPolicy?: "none" | "snapshot-only" | "auto" | "all" | "backup";
  /** QoS policy group; excludes adaptiveQosPolicy. */
  qosPolicy?: string;
  /** Adaptive QoS policy group; excludes qosPolicy. ontap-nas-economy has none. */
  adaptiveQosPolicy?: string;
  /** Delete past ONTAP's recovery queue, which keeps deleted volumes for some hours. @default false */
  skipRecoveryQueue?: boolean;
  /** Go template of volumes' names. @default Trident's `<storagePrefix>pvc_<uid>` */
  nameTemplate?: string;
}

export interface OntapNasDefaults extends OntapDefaults {
  /**
   * Mode of a new volume's root, octal.
   * @default `0770`: Trident's own 0777 lets every host that the export policy admits read every home. Kubelet gives the
   * root to the pods' group (fsGroupPolicy File), for which the policy must leave root on the nodes (superuser sys).
   */
  unixPermissions?: string;
  /** @default unix, Trident's own */
  securityStyle?: "unix" | "mixed";
  /** Show `.snapshot` to users. @default false, Trident's own */
  snapshotDir?: boolean;
  /** Named export policy of the SVM, instead of the backend's. */
  exportPolicy?: string;
}

export interface OntapSanDefaults extends OntapDefaults {
  /** @default true, Trident's own */
  spaceAllocation?: boolean;
  /** @default ext4, Trident's own */
  fileSystemType?: "ext3" | "ext4" | "xfs";
  /** Arguments of mkfs. */
  formatOptions?: string;
}

export interface OntapBackend extends CommonBackend {
  /** Address of the cluster's or the SVM's management LIF. */
  managementLIF: string;
  /** Storage virtual machine. */
  svm: string;
  /** @default Trident's: REST from ONTAP 9.15.1 on, ZAPI before */
  useREST?: boolean;
  /** Client certificate, PEM, instead of a password; its private key is a credential. */
  clientCertificate?: string;
  /** CA that signed the system's certificate, PEM. @default the well-known authorities */
  trustedCACertificate?: string;
  replicationPolicy?: string;
  replicationSchedule?: string;
  /**
   * What Trident will find on the system and no description can know. Never given to Trident; classes that ask for it
   * are proved against it. @default neither media nor replication
   */
  provides?: { media?: Media[]; replication?: boolean };
}

/** Fields of the drivers that put volumes on aggregates of their choice. */
export interface AggregateFields {
  /** @default any that is assigned to the SVM */
  aggregate?: string;
  /** Refuse new volumes above this use of an aggregate; needs an account of the cluster. @default no limit */
  limitAggregateUsagePercent?: number;
}

/** Who may mount a NAS backend's volumes: exactly one of the two. */
export interface ExportFields {
  /**
   * Export policy that the storage administrators keep; it must admit the nodes with superuser sys and every host from
   * which users reach their files outside the platform (A5). Trident's own default is the SVM's policy `default`,
   * which has no rule; hence there is no default here.
   */
  exportPolicy?: string;
  /**
   * Trident makes one policy for each volume with the addresses of the nodes that mount it, from these networks
   * (CIDR). No other host gets in, whatever the networks hold. @default off
   */
  autoExportPolicy?: { cidrs: string[] };
  /** Address that nodes mount from. @default the SVM's first NFS LIF */
  dataLIF?: string;
  /** @default `vers=4.1,hard`: a version that needs no portmapper; writes wait for a storage that is away */
  nfsMountOptions?: string;
}

/** Fields of the drivers that keep many volumes in one FlexVol. */
export interface EconomyFields {
  limitVolumePoolSizeGiB?: number;
  /** Never make a further FlexVol. @default false */
  denyNewVolumePools?: boolean;
}

/** One FlexVol for each volume, over NFS: the main road, with snapshots, clones, quotas of their own and import. */
export interface OntapNas extends OntapBackend, AggregateFields, ExportFields {
  driver: "ontap-nas";
  /** Seconds before a clone is split. @default 86400, Trident's own */
  cloneSplitDelaySeconds?: number;
  defaults?: OntapNasDefaults;
  pools?: Pool<OntapNasDefaults>[];
}

/** Qtrees in shared FlexVols: thousands of small volumes; no snapshots, no clones, no owner in the comment. */
export interface OntapNasEconomy extends OntapBackend, AggregateFields, ExportFields, EconomyFields {
  driver: "ontap-nas-economy";
  /** 50–300. @default 200, Trident's own */
  qtreesPerFlexvol?: number;
  qtreeQuotaResizePeriodSeconds?: number;
  qtreePruneFlexvolsPeriodSeconds?: number;
  emptyFlexvolDeferredDeletePeriodSeconds?: number;
  defaults?: OntapNasDefaults;
  pools?: Pool<OntapNasDefaults>[];
}

/** One FlexGroup over all aggregates for each volume: very large shares. */
export interface OntapNasFlexgroup extends OntapBackend, ExportFields {
  driver: "ontap-nas-flexgroup";
  /** Trident's flexgroupAggregateList. @default all of the SVM's */
  aggregates?: string[];
  cloneSplitDelaySeconds?: number;
  defaults?: OntapNasDefaults;
  pools?: Pool<OntapNasDefaults>[];
}

/** One LUN or NVMe namespace for each volume: one node at a time; not reachable over NFS. */
export interface OntapSan extends OntapBackend, AggregateFields {
  driver: "ontap-san";
  /** @default iscsi, Trident's own */
  sanType?: "iscsi" | "nvme" | "fcp";
  /** Mutual CHAP; its four values are credentials. iSCSI only. @default false */
  useCHAP?: boolean;
  cloneSplitDelaySeconds?: number;
  defaults?: OntapSanDefaults;
  pools?: Pool<OntapSanDefaults>[];
}

/** Many LUNs in shared FlexVols, over iSCSI. */
export interface OntapSanEconomy extends OntapBackend, AggregateFields, EconomyFields {
  driver: "ontap-san-economy";
  useCHAP?: boolean;
  /** @default 100, Trident's own */
  lunsPerFlexvol?: number;
  defaults?: OntapSanDefaults;
  pools?: Pool<OntapSanDefaults>[];
}
