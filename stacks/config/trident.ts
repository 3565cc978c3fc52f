import { z } from "zod";
import * as f from "./fields";
import { recovery } from "./recovery";
import { cloudBackends } from "./tridentClouds";
import { ontapBackends } from "./tridentOntap";

/*
 * `dsaas:storage` with driver trident. What each key means to Trident stands at its type in components/storage/trident;
 * rules that join several keys are in its problems/.
 */

const number = z.number().positive("is not more than 0");
const percent = z
  .number()
  .min(1, "is less than 1; write a percentage")
  .max(100, "is more than 100; write a percentage");
const pools = z.record(z.string().min(1), z.array(z.string().min(1)).min(1, "is empty; name a pool, or .* for all"));
const blockFileSystem = z.enum(["ext3", "ext4", "xfs"]);

const parameters = z
  .strictObject({
    backendType: z
      .enum([
        "ontap-nas",
        "ontap-nas-economy",
        "ontap-nas-flexgroup",
        "ontap-san",
        "ontap-san-economy",
        "solidfire-san",
        "azure-netapp-files",
        "google-cloud-netapp-volumes",
        "fake",
      ])
      .exactOptional(),
    media: z.enum(["hdd", "ssd", "hybrid"]).exactOptional(),
    provisioningType: z.enum(["thick", "thin"]).exactOptional(),
    region: z.string().min(1).exactOptional(),
    zone: z.string().min(1).exactOptional(),
    nasType: z.enum(["nfs"]).exactOptional(),
    sanType: z.enum(["iscsi", "nvme", "fcp"]).exactOptional(),
    snapshots: z.boolean().exactOptional(),
    clones: z.boolean().exactOptional(),
    encryption: z.boolean().exactOptional(),
    replication: z.boolean().exactOptional(),
    IOPS: z.int().min(0).exactOptional(),
    selector: z
      .string()
      .exactOptional()
      .describe("Over the pools' labels: `k=v; k2!=v2; k in (a,b); k notin (c)`, all of which must hold."),
    storagePools: pools.exactOptional().describe("Backends and their pools to choose from, both as expressions."),
    additionalStoragePools: pools.exactOptional().describe("Pools besides, whatever else the class asks."),
    excludeStoragePools: pools.exactOptional().describe("Pools that are never used."),
  })
  .describe("What a pool must offer.");

const storageClass = z.strictObject({
  name: f.dnsLabel.describe("Name of the StorageClass."),
  parameters: parameters.exactOptional(),
  default: z.boolean().default(false).describe("The cluster's default class."),
  reclaimPolicy: z.enum(["Retain", "Delete"]).default("Retain").describe("What happens to a volume without its claim."),
  volumeBindingMode: z.enum(["Immediate", "WaitForFirstConsumer"]).default("Immediate"),
  allowVolumeExpansion: z.boolean().default(true),
  mountOptions: z.array(z.string().min(1)).exactOptional().describe("They win over the backend's nfsMountOptions."),
  fileSystemType: blockFileSystem.exactOptional().describe("File system of block volumes."),
  accessMode: z
    .enum(["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany"])
    .default("ReadWriteOnce")
    .describe("What claims of the class will ask for; only checked."),
  autogrow: f.dnsLabel.exactOptional().describe("Name of a policy in autogrow."),
});

const autogrowPolicy = z.strictObject({
  name: f.dnsLabel,
  usedThresholdPercent: percent.describe("Percent in use at which a volume grows."),
  growthAmount: z
    .union([z.strictObject({ percent: number }), z.strictObject({ gib: number })])
    .default({ percent: 10 })
    .describe("How much it grows, in percent of its size or in GiB."),
  maxSizeGiB: number.describe("GiB beyond which it does not grow."),
});

const operator = z
  .strictObject({
    registry: z
      .string()
      .exactOptional()
      .describe("Registry with all of Trident's images, e.g. registry.example.org/netapp; left out: the publishers'."),
    autosupport: z
      .enum(["excluded", "silenced", "enabled"])
      .default("excluded")
      .describe("Messages about use to NetApp: without the container, with it but silent, or sent."),
    k8sTimeout: z.int().min(30, "is less than 30 s; write at least 30").default(180).describe("Seconds."),
    prepareNodes: z
      .boolean()
      .exactOptional()
      .describe("Whether Trident installs iSCSI on the nodes; left out: where a backend uses it."),
  })
  .prefault({});

const credentials = z
  .record(
    f.dnsLabel,
    z.strictObject({
      username: f.secret.exactOptional(),
      password: f.secret.exactOptional(),
      clientPrivateKey: f.secret.exactOptional(),
      chapUsername: f.secret.exactOptional(),
      chapInitiatorSecret: f.secret.exactOptional(),
      chapTargetUsername: f.secret.exactOptional(),
      chapTargetInitiatorSecret: f.secret.exactOptional(),
      clientId: f.secret.exactOptional(),
      clientSecret: f.secret.exactOptional(),
      privateKey: f.secret.exactOptional(),
      privateKeyId: f.secret.exactOptional(),
    }),
  )
  .default({})
  .describe("Secret values by backend name; docs/storage.md says which a driver needs.");

const inventory = z.strictObject({
  server: f.hostName.describe("NFS server that the list of volumes is kept on; it outlives every cluster."),
  path: z.string().regex(/^(\/[A-Za-z0-9._+-]+)+$/, "is not an exported path; begin it with / and end it with none"),
  seenAt: z
    .string()
    .regex(/^\/[^\s]+$/, "is not an absolute path; begin it with /")
    .exactOptional()
    .describe("The same folder on the machine that runs Pulumi; left out: it does not see it."),
});

/** Every key of `dsaas:storage` for Trident. */
export const trident = z.strictObject({
  driver: z.literal("trident"),
  backends: z.array(z.discriminatedUnion("driver", [...ontapBackends, ...cloudBackends])),
  classes: z.array(storageClass),
  homeClass: f.dnsLabel.describe("Class of users' homes and of the hub's own volume."),
  outsideAccess: z
    .boolean()
    .default(true)
    .describe("Homes are reachable over NFS from the institution's own hosts; what could not be is refused."),
  snapshots: z.strictObject({ enabled: z.boolean().default(true) }).prefault({}),
  autogrow: z.array(autogrowPolicy).default([]),
  operator,
  credentials,
  inventory,
  recovery: z
    .strictObject({
      ...recovery,
      askStorage: z
        .boolean()
        .default(true)
        .describe("Pulumi asks the storage systems, at their management addresses, which volumes there are."),
    })
    .prefault({}),
});
