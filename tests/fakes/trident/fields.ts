/*
 * Fields of Trident's backend configurations as published: storage_drivers/types.go of NetApp/trident v26.06.0. What is
 * a string there is one here, even where it holds a number. The credentials that a TridentBackendConfig may not hold
 * (ExtractSecrets of each driver) are left out.
 */
import type { TridentDriver } from "../../../components/storage/trident/types";

/** Part of a structural schema. */
export type Schema = Record<string, unknown>;
export type Fields = Record<string, Schema>;

const text: Schema = { type: "string" };
const flag: Schema = { type: "boolean" };
const whole: Schema = { type: "integer", format: "int64" };
const texts: Schema = { type: "array", items: text };
const map: Schema = { type: "object", additionalProperties: text };
const maps: Schema = { type: "array", items: map };
const all = (names: string[], schema: Schema = text): Fields => Object.fromEntries(names.map((name) => [name, schema]));
export const object = (properties: Fields): Schema => ({ type: "object", properties });
const list = (properties: Fields): Schema => ({ type: "array", items: object(properties) });

const common: Fields = {
  ...all(["storageDriverName", "backendName", "storagePrefix", "limitVolumeSize", "userState", "deletionPolicy"]),
  version: whole,
  debugTraceFlags: { type: "object", additionalProperties: flag },
  credentials: map,
};

const place: Fields = { ...all(["region", "zone"]), labels: map, supportedTopologies: maps };

const ontapDefaults = all([
  "spaceAllocation",
  "spaceReserve",
  "snapshotPolicy",
  "snapshotReserve",
  "snapshotDir",
  "unixPermissions",
  "exportPolicy",
  "securityStyle",
  "splitOnClone",
  "fileSystemType",
  "encryption",
  "LUKSEncryption",
  "mirroring",
  "tieringPolicy",
  "qosPolicy",
  "adaptiveQosPolicy",
  "formatOptions",
  "skipRecoveryQueue",
  "adAdminUser",
  "size",
  "nameTemplate",
]);
const ontapPool: Fields = { ...place, ...all(["smbShare", "useBalancedPlacement"]), defaults: object(ontapDefaults) };
const ontap: Fields = {
  ...common,
  ...ontapPool,
  ...all([
    "managementLIF",
    "dataLIF",
    "igroupName",
    "svm",
    "aggregate",
    "usageHeartbeat",
    "qtreePruneFlexvolsPeriod",
    "qtreeQuotaResizePeriod",
    "qtreesPerFlexvol",
    "lunsPerFlexvol",
    "emptyFlexvolDeferredDeletePeriod",
    "cloneSplitDelay",
    "nfsMountOptions",
    "limitAggregateUsage",
    "limitVolumePoolSize",
    "denyNewVolumePools",
    "nasType",
    "sanType",
    "clientCertificate",
    "trustedCACertificate",
    "replicationPolicy",
    "replicationSchedule",
  ]),
  ...all(["autoExportPolicy", "useCHAP", "useREST"], flag),
  ...all(["autoExportCIDRs", "flexgroupAggregateList"], texts),
  storage: list(ontapPool),
};

const sizeOnly = all(["size", "nameTemplate"]);
const elementPool: Fields = { ...place, type: text, defaults: object(sizeOnly) };
const element: Fields = {
  ...common,
  ...elementPool,
  ...all(["TenantName", "SVIP", "InitiatorIFace", "LegacyNamePrefix", "TrustedCACertificate"]),
  Types: list({ Type: text, Qos: object(all(["minIOPS", "maxIOPS", "burstIOPS"], whole)) }),
  AccessGroups: { type: "array", items: whole },
  UseCHAP: flag,
  DefaultBlockSize: whole,
  storage: list(elementPool),
};

const azurePool: Fields = {
  ...place,
  ...all(["serviceLevel", "virtualNetwork", "subnet", "networkFeatures", "nasType", "kerberos"]),
  ...all(["resourceGroups", "netappAccounts", "capacityPools", "filePoolVolumes"], texts),
  defaults: object({
    ...sizeOnly,
    ...all(["exportRule", "snapshotDir", "unixPermissions", "maxThroughput", "qosType"]),
  }),
};
const azure: Fields = {
  ...common,
  ...azurePool,
  ...all([
    "subscriptionID",
    "tenantID",
    "location",
    "nfsMountOptions",
    "volumeCreateTimeout",
    "sdkTimeout",
    "maxCacheAge",
  ]),
  customerEncryptionKeys: map,
  cloudConfiguration: object(all(["cloudName", "adAuthorityHost", "audience", "endpoint"])),
  storage: list(azurePool),
};

const googlePool: Fields = {
  ...place,
  ...all(["serviceLevel", "network"]),
  storagePools: texts,
  defaults: object({
    ...sizeOnly,
    ...all(["exportRule", "snapshotDir", "snapshotReserve", "unixPermissions", "tieringPolicy"]),
    ...all(["tieringMinimumCoolingDays", "fileSystemType", "formatOptions"]),
  }),
};
const google: Fields = {
  ...common,
  ...googlePool,
  ...all([
    "projectNumber",
    "location",
    "volumeCreateTimeout",
    "sdkTimeout",
    "maxCacheAge",
    "nfsMountOptions",
    "nasType",
  ]),
  apiKey: object(
    all([
      "type",
      "project_id",
      "client_email",
      "client_id",
      "auth_uri",
      "token_uri",
      "auth_provider_x509_cert_url",
      "client_x509_cert_url",
    ]),
  ),
  storage: list(googlePool),
};

const offer = (schema: Schema): Schema => object({ offer: schema });
const fakePool: Fields = { ...place, defaults: object(sizeOnly) };
const fake: Fields = {
  ...common,
  ...fakePool,
  ...all(["protocol", "instanceName", "volumeAccess"]),
  pools: {
    type: "object",
    additionalProperties: object({
      sizeBytes: whole,
      attributes: object({
        ...all(["media", "provisioningType", "backendType", "region", "zone"], offer(texts)),
        ...all(["snapshots", "clones", "encryption", "replication"], offer(flag)),
        IOPS: object(all(["min", "max"], whole)),
        labels: offer(map),
      }),
    }),
  },
  volumes: list({ ...all(["name", "requestedPool"]), size: whole }),
  storage: list(fakePool),
};

/** A backend configuration's fields, by driver. */
export const published: Record<TridentDriver, Fields> = {
  "ontap-nas": ontap,
  "ontap-nas-economy": ontap,
  "ontap-nas-flexgroup": ontap,
  "ontap-san": ontap,
  "ontap-san-economy": ontap,
  "solidfire-san": element,
  "azure-netapp-files": azure,
  "google-cloud-netapp-volumes": google,
  fake,
};
