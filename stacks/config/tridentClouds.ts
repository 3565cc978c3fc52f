import { z } from "zod";
import * as f from "./fields";
import * as t from "./tridentFields";

/* Backends other than ONTAP. */

const text = z.string().min(1);
const size = z.strictObject({ sizeGiB: t.sizeGiB.exactOptional() });

const cloud = {
  sizeGiB: t.sizeGiB.exactOptional(),
  unixPermissions: t.unixPermissions,
  snapshotDir: t.snapshotDir,
};
const exportRule = z.array(z.string()).describe("Addresses and networks that may mount: the nodes' and your hosts'.");

const azure = {
  ...cloud,
  maxThroughput: z.number().positive().exactOptional().describe("MiB/s of each volume, with qosType Manual."),
  qosType: z.enum(["Auto", "Manual"]).exactOptional(),
};
const azureLevel = z.enum(["Standard", "Premium", "Ultra"]).exactOptional();

const google = {
  ...cloud,
  snapshotReservePercent: t.snapshotReservePercent,
  tieringPolicy: z.enum(["none", "auto"]).exactOptional(),
};
const googleLevel = z.enum(["flex", "standard", "premium", "extreme"]).exactOptional();

const fakePool = z.strictObject({
  sizeGiB: t.sizeGiB,
  media: z.array(z.enum(["hdd", "ssd", "hybrid"])).exactOptional(),
  provisioningType: z.array(z.enum(["thick", "thin"])).exactOptional(),
  snapshots: z.boolean().exactOptional(),
  clones: z.boolean().exactOptional(),
  encryption: z.boolean().exactOptional(),
  replication: z.boolean().exactOptional(),
  iops: z.strictObject({ min: z.int().min(0), max: z.int().min(0) }).exactOptional(),
});

export const cloudBackends = [
  z.strictObject({
    driver: z.literal("solidfire-san"),
    ...t.common,
    mvip: f.hostName.describe("Management virtual address."),
    apiVersion: z
      .string()
      .regex(/^\d+\.\d+$/, "is not a version; write e.g. 8.0")
      .exactOptional(),
    svip: z
      .string()
      .regex(/^[^\s:]+:\d+$/, "is not an address with its port; write e.g. 192.0.2.60:3260")
      .describe("Storage virtual address with its port."),
    tenantName: text,
    initiatorInterface: text.exactOptional(),
    types: z
      .array(
        z.strictObject({
          type: text,
          qos: z.strictObject({ minIOPS: z.int().min(0), maxIOPS: z.int().min(0), burstIOPS: z.int().min(0) }),
        }),
      )
      .exactOptional()
      .describe("Kinds of volume by their IOPS."),
    type: text.exactOptional().describe("Kind of volumes."),
    defaultBlockSize: z.union([z.literal(512), z.literal(4096)]).exactOptional(),
    trustedCACertificate: f.certificate.exactOptional(),
    defaults: size.exactOptional(),
    pools: t.pools(size, { type: text.exactOptional() }),
  }),
  z.strictObject({
    driver: z.literal("azure-netapp-files"),
    ...t.common,
    storagePrefix: t.storagePrefix,
    subscriptionID: text,
    tenantID: text,
    location: text,
    serviceLevel: azureLevel,
    virtualNetwork: text.exactOptional(),
    subnet: text.exactOptional(),
    networkFeatures: z.enum(["Basic", "Standard"]).exactOptional(),
    resourceGroups: z.array(text).exactOptional(),
    netappAccounts: z.array(text).exactOptional(),
    capacityPools: z.array(text).exactOptional(),
    nfsMountOptions: t.nfsMountOptions,
    defaults: z.strictObject({ ...azure, exportRule }),
    pools: t.pools(z.strictObject({ ...azure, exportRule: exportRule.exactOptional() }), {
      serviceLevel: azureLevel,
      capacityPools: z.array(text).exactOptional(),
    }),
  }),
  z.strictObject({
    driver: z.literal("google-cloud-netapp-volumes"),
    ...t.common,
    storagePrefix: t.storagePrefix,
    projectNumber: text,
    location: text,
    serviceAccount: z
      .strictObject({ projectId: text, clientEmail: text, clientId: text })
      .describe("Of the key file, what is not secret."),
    serviceLevel: googleLevel,
    storagePools: z.array(text).exactOptional(),
    network: text.exactOptional(),
    nfsMountOptions: t.nfsMountOptions,
    defaults: z.strictObject({ ...google, exportRule }),
    pools: t.pools(z.strictObject({ ...google, exportRule: exportRule.exactOptional() }), {
      serviceLevel: googleLevel,
      storagePools: z.array(text).exactOptional(),
    }),
  }),
  z.strictObject({
    driver: z.literal("fake"),
    ...t.common,
    storagePrefix: t.storagePrefix,
    protocol: z.enum(["file", "block"]),
    physicalPools: z.record(text, fakePool).exactOptional(),
    defaults: size.exactOptional(),
    pools: t.pools(size, {}),
  }),
] as const;
