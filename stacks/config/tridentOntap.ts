import { z } from "zod";
import * as f from "./fields";
import * as t from "./tridentFields";

const volume = {
  sizeGiB: t.sizeGiB.exactOptional().describe("GiB where a claim names none."),
  spaceReserve: z.enum(["none", "volume"]).exactOptional().describe("Thin (none, the default) or thick (volume)."),
  snapshotPolicy: z
    .string()
    .min(1)
    .exactOptional()
    .describe("Of the SVM; left out: default for ontap-nas and flexgroup, none elsewhere."),
  snapshotReservePercent: t.snapshotReservePercent,
  splitOnClone: z.boolean().exactOptional(),
  encryption: z.boolean().exactOptional(),
  tieringPolicy: z.enum(["none", "snapshot-only", "auto", "all", "backup"]).exactOptional(),
  qosPolicy: z.string().min(1).exactOptional().describe("Excludes adaptiveQosPolicy."),
  adaptiveQosPolicy: z.string().min(1).exactOptional().describe("Excludes qosPolicy."),
  skipRecoveryQueue: z.boolean().exactOptional().describe("Deleted volumes are gone at once; left out: false."),
  nameTemplate: z.string().min(1).exactOptional().describe("Go template of volumes' names."),
};

const nasDefaults = z.strictObject({
  ...volume,
  unixPermissions: t.unixPermissions,
  securityStyle: z.enum(["unix", "mixed"]).exactOptional(),
  snapshotDir: t.snapshotDir,
  exportPolicy: z.string().min(1).exactOptional().describe("Instead of the backend's."),
});

const sanDefaults = z.strictObject({
  ...volume,
  spaceAllocation: z.boolean().exactOptional(),
  fileSystemType: z.enum(["ext3", "ext4", "xfs"]).exactOptional(),
  formatOptions: z.string().min(1).exactOptional(),
});

const ontap = {
  ...t.common,
  storagePrefix: t.storagePrefix,
  managementLIF: f.hostName.describe("Address of the cluster's or the SVM's management."),
  svm: z.string().min(1).describe("Storage virtual machine."),
  useREST: z.boolean().exactOptional().describe("Left out: Trident decides by ONTAP's version."),
  clientCertificate: f.certificate.exactOptional().describe("Instead of a password; PEM."),
  trustedCACertificate: f.certificate.exactOptional().describe("CA that signed the system's certificate; PEM."),
  replicationPolicy: z.string().min(1).exactOptional(),
  replicationSchedule: z.string().min(1).exactOptional(),
  provides: z
    .strictObject({
      media: z.array(z.enum(["hdd", "ssd", "hybrid"])).exactOptional(),
      replication: z.boolean().exactOptional(),
    })
    .exactOptional()
    .describe("What Trident will find on the system; classes that ask for it are proved against it."),
};

const aggregate = {
  aggregate: z.string().min(1).exactOptional().describe("Left out: any that the SVM has."),
  limitAggregateUsagePercent: z.number().exactOptional(),
};

const nas = {
  exportPolicy: z
    .string()
    .min(1)
    .exactOptional()
    .describe("Export policy of the SVM that admits the nodes (superuser sys) and your own hosts."),
  autoExportPolicy: z
    .strictObject({ cidrs: z.array(z.string()) })
    .exactOptional()
    .describe("Instead: Trident admits the nodes alone, from these networks."),
  dataLIF: f.hostName.exactOptional().describe("Address that nodes mount from; left out: the SVM's first."),
  nfsMountOptions: t.nfsMountOptions,
};

const economy = {
  limitVolumePoolSizeGiB: t.sizeGiB.exactOptional(),
  denyNewVolumePools: z.boolean().exactOptional(),
};

const cloneSplit = { cloneSplitDelaySeconds: t.seconds.exactOptional() };
const nasVolumes = { defaults: nasDefaults.exactOptional(), pools: t.pools(nasDefaults, {}) };
const sanVolumes = { defaults: sanDefaults.exactOptional(), pools: t.pools(sanDefaults, {}) };
const useCHAP = z.boolean().exactOptional().describe("Mutual CHAP; iSCSI only.");

export const ontapBackends = [
  z.strictObject({
    driver: z.literal("ontap-nas"),
    ...ontap,
    ...aggregate,
    ...nas,
    ...cloneSplit,
    ...nasVolumes,
  }),
  z.strictObject({
    driver: z.literal("ontap-nas-economy"),
    ...ontap,
    ...aggregate,
    ...nas,
    ...economy,
    qtreesPerFlexvol: z.int().exactOptional().describe("50 to 300; left out: 200."),
    qtreeQuotaResizePeriodSeconds: t.seconds.exactOptional(),
    qtreePruneFlexvolsPeriodSeconds: t.seconds.exactOptional(),
    emptyFlexvolDeferredDeletePeriodSeconds: t.seconds.exactOptional(),
    ...nasVolumes,
  }),
  z.strictObject({
    driver: z.literal("ontap-nas-flexgroup"),
    ...ontap,
    ...nas,
    aggregates: z.array(z.string().min(1)).exactOptional().describe("Left out: all that the SVM has."),
    ...cloneSplit,
    ...nasVolumes,
  }),
  z.strictObject({
    driver: z.literal("ontap-san"),
    ...ontap,
    ...aggregate,
    sanType: z.enum(["iscsi", "nvme", "fcp"]).exactOptional().describe("Left out: iscsi."),
    useCHAP,
    ...cloneSplit,
    ...sanVolumes,
  }),
  z.strictObject({
    driver: z.literal("ontap-san-economy"),
    ...ontap,
    ...aggregate,
    ...economy,
    useCHAP,
    lunsPerFlexvol: z.int().exactOptional().describe("50 to 200; left out: 100."),
    ...sanVolumes,
  }),
] as const;
