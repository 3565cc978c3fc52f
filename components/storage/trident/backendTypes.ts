/*
 * Descriptions of Trident backends, one type for each driver, with only the fields that the driver has. Names are
 * Trident's own where it has a good one; types are real (numbers, booleans, units in the name), and rendering makes
 * Trident's strings of them. Source of every field: storage_drivers/types.go of NetApp/trident v26.06.0.
 *
 * Left out on purpose: `nasType: smb` (the machines are Linux), `debugTraceFlags` (traces hold what is sent to the
 * storage system), inline credentials (Trident refuses them in a TridentBackendConfig), `LUKSEncryption` (it wants a Secret with a
 * passphrase for every claim, which nothing here makes), `version` (always 1).
 */

import type { CommonBackend, Media, Pool } from "./commonTypes";
import type { OntapNas, OntapNasEconomy, OntapNasFlexgroup, OntapSan, OntapSanEconomy } from "./ontapTypes";

export type * from "./commonTypes";
export type * from "./ontapTypes";

/** Where volumes come with a size only. */
export interface SizeDefaults {
  sizeGiB?: number;
}

/** Element (SolidFire) over iSCSI. Trident forces CHAP and an empty storage prefix. */
export interface SolidfireSan extends Omit<CommonBackend, "storagePrefix"> {
  driver: "solidfire-san";
  /** Management virtual address, without scheme and path. */
  mvip: string;
  /** Version of the Element API. @default 8.0 */
  apiVersion?: string;
  /** Storage virtual address with its port, e.g. `192.0.2.60:3260`. */
  svip: string;
  tenantName: string;
  /** @default default */
  initiatorInterface?: string;
  /** Kinds of volume by their IOPS. @default one, with the system's default */
  types?: { type: string; qos: { minIOPS: number; maxIOPS: number; burstIOPS: number } }[];
  /** Kind of volumes, where pools or the backend name one. */
  type?: string;
  /** Bytes. @default 512, Trident's own */
  defaultBlockSize?: 512 | 4096;
  /** CA that signed the system's certificate, PEM. */
  trustedCACertificate?: string;
  defaults?: SizeDefaults;
  pools?: (Pool<SizeDefaults> & { type?: string })[];
}

/** Defaults of the two cloud services: who may mount, and how. */
export interface CloudDefaults extends SizeDefaults {
  /** Addresses and networks that may mount. Trident's own default, everybody, is not taken over. */
  exportRule?: string[];
  /** @default 0770, see OntapNasDefaults */
  unixPermissions?: string;
  /** @default false */
  snapshotDir?: boolean;
}

export interface AzureDefaults extends CloudDefaults {
  /** MiB/s of each volume; qosType must be Manual. */
  maxThroughput?: number;
  /** @default Auto */
  qosType?: "Auto" | "Manual";
}

export interface AzureNetappFiles extends CommonBackend {
  driver: "azure-netapp-files";
  subscriptionID: string;
  tenantID: string;
  location: string;
  serviceLevel?: "Standard" | "Premium" | "Ultra";
  virtualNetwork?: string;
  subnet?: string;
  networkFeatures?: "Basic" | "Standard";
  resourceGroups?: string[];
  netappAccounts?: string[];
  capacityPools?: string[];
  nfsMountOptions?: string;
  defaults: AzureDefaults & { exportRule: string[] };
  pools?: (Pool<AzureDefaults> & { serviceLevel?: "Standard" | "Premium" | "Ultra"; capacityPools?: string[] })[];
}

export interface GoogleDefaults extends CloudDefaults {
  /** 0–90. @default none */
  snapshotReservePercent?: number;
  tieringPolicy?: "none" | "auto";
}

/** Over NFS, with a service account's key; workload identity is for GKE, which this stack does not make. */
export interface GoogleCloudNetappVolumes extends CommonBackend {
  driver: "google-cloud-netapp-volumes";
  projectNumber: string;
  location: string;
  /** The public part of the service account's key file; `privateKey` and `privateKeyId` are credentials. */
  serviceAccount: { projectId: string; clientEmail: string; clientId: string };
  serviceLevel?: "flex" | "standard" | "premium" | "extreme";
  storagePools?: string[];
  network?: string;
  nfsMountOptions?: string;
  defaults: GoogleDefaults & { exportRule: string[] };
  pools?: (Pool<GoogleDefaults> & {
    serviceLevel?: GoogleCloudNetappVolumes["serviceLevel"];
    storagePools?: string[];
  })[];
}

/** What a pool of the driver fake pretends to offer. */
export interface FakePool {
  sizeGiB: number;
  media?: Media[];
  provisioningType?: ("thick" | "thin")[];
  snapshots?: boolean;
  clones?: boolean;
  encryption?: boolean;
  replication?: boolean;
  iops?: { min: number; max: number };
}

/** Trident's own test double: claims are bound, nothing can be mounted. For trials of a configuration only. */
export interface Fake extends CommonBackend {
  driver: "fake";
  protocol: "file" | "block";
  /** Pools by name. @default one, pool-0, of 100 GiB */
  physicalPools?: Record<string, FakePool>;
  defaults?: SizeDefaults;
  pools?: Pool<SizeDefaults>[];
}

export type OntapNasBackend = OntapNas | OntapNasEconomy | OntapNasFlexgroup;
export type OntapSanBackend = OntapSan | OntapSanEconomy;

/** Every driver. Add a case here and the compiler names every place that must know it. */
export type TridentBackend =
  OntapNasBackend | OntapSanBackend | SolidfireSan | AzureNetappFiles | GoogleCloudNetappVolumes | Fake;

export type TridentDriver = TridentBackend["driver"];
