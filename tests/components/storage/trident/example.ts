import type {
  AzureNetappFiles,
  Credentials,
  Fake,
  GoogleCloudNetappVolumes,
  OntapNas,
  OntapNasEconomy,
  OntapNasFlexgroup,
  OntapSan,
  OntapSanEconomy,
  SolidfireSan,
  TridentBackend,
  TridentStorage,
} from "../../../../components/storage/trident/types";

const certificate = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

/** The least that a backend over NFS needs. */
export const homes: OntapNas = {
  driver: "ontap-nas",
  name: "homes",
  managementLIF: "192.0.2.40",
  svm: "research",
  exportPolicy: "dsaas",
};

/** One backend of each driver, with every field that it has. */
export const backends = {
  "ontap-nas": {
    ...homes,
    name: "nas",
    storagePrefix: "dsaas_prod_",
    limitVolumeSizeGiB: 2048,
    labels: { tier: "gold" },
    region: "north",
    zone: "north-1",
    supportedTopologies: [{ region: "north", zone: "north-1" }],
    suspended: false,
    dataLIF: "192.0.2.41",
    useREST: true,
    clientCertificate: certificate,
    trustedCACertificate: certificate,
    replicationPolicy: "MirrorAllSnapshots",
    replicationSchedule: "hourly",
    aggregate: "aggr1",
    limitAggregateUsagePercent: 80,
    nfsMountOptions: "vers=4.2,hard",
    cloneSplitDelaySeconds: 3600,
    provides: { media: ["ssd"], replication: true },
    defaults: {
      sizeGiB: 2,
      spaceReserve: "none",
      snapshotPolicy: "hospital",
      snapshotReservePercent: 10,
      splitOnClone: true,
      encryption: true,
      tieringPolicy: "auto",
      qosPolicy: "research",
      skipRecoveryQueue: false,
      nameTemplate: "{{.config.StoragePrefix}}_{{.volume.Namespace}}_{{.volume.RequestName}}",
      unixPermissions: "0750",
      securityStyle: "unix",
      snapshotDir: true,
    },
    pools: [
      { labels: { use: "homes" }, defaults: { qosPolicy: "homes" } },
      { labels: { use: "data" }, region: "south", zone: "south-1", defaults: { exportPolicy: "data" } },
    ],
  } satisfies OntapNas,
  "ontap-nas-economy": {
    driver: "ontap-nas-economy",
    name: "small",
    managementLIF: "192.0.2.40",
    svm: "research",
    exportPolicy: "dsaas",
    qtreesPerFlexvol: 100,
    qtreeQuotaResizePeriodSeconds: 60,
    qtreePruneFlexvolsPeriodSeconds: 600,
    emptyFlexvolDeferredDeletePeriodSeconds: 28800,
    limitVolumePoolSizeGiB: 10240,
    denyNewVolumePools: false,
  } satisfies OntapNasEconomy,
  "ontap-nas-flexgroup": {
    driver: "ontap-nas-flexgroup",
    name: "shares",
    managementLIF: "192.0.2.40",
    svm: "research",
    autoExportPolicy: { cidrs: ["192.0.2.0/24"] },
    aggregates: ["aggr1", "aggr2"],
    cloneSplitDelaySeconds: 3600,
    defaults: { snapshotPolicy: "none" },
  } satisfies OntapNasFlexgroup,
  "ontap-san": {
    driver: "ontap-san",
    name: "blocks",
    managementLIF: "192.0.2.40",
    svm: "research",
    useCHAP: true,
    defaults: { spaceAllocation: true, fileSystemType: "xfs", formatOptions: "-K" },
  } satisfies OntapSan,
  "ontap-san-economy": {
    driver: "ontap-san-economy",
    name: "small-blocks",
    managementLIF: "192.0.2.40",
    svm: "research",
    lunsPerFlexvol: 100,
    limitVolumePoolSizeGiB: 10240,
    denyNewVolumePools: true,
    limitAggregateUsagePercent: 90,
  } satisfies OntapSanEconomy,
  "solidfire-san": {
    driver: "solidfire-san",
    name: "element",
    mvip: "192.0.2.50",
    svip: "192.0.2.51:3260",
    tenantName: "dsaas",
    initiatorInterface: "default",
    types: [
      { type: "bronze", qos: { minIOPS: 100, maxIOPS: 1000, burstIOPS: 2000 } },
      { type: "gold", qos: { minIOPS: 2000, maxIOPS: 8000, burstIOPS: 9000 } },
    ],
    type: "bronze",
    defaultBlockSize: 4096,
    trustedCACertificate: certificate,
    defaults: { sizeGiB: 1 },
    pools: [{ labels: { tier: "gold" }, type: "gold" }, { labels: { tier: "bronze" } }],
  } satisfies SolidfireSan,
  "azure-netapp-files": {
    driver: "azure-netapp-files",
    name: "azure",
    subscriptionID: "9f87c765-4774-fake-ae98-a721add45451",
    tenantID: "68e4f836-edc1-fake-bff9-b2d865ee56cf",
    location: "westeurope",
    serviceLevel: "Premium",
    virtualNetwork: "research",
    subnet: "anf",
    networkFeatures: "Standard",
    resourceGroups: ["research"],
    netappAccounts: ["research/account"],
    capacityPools: ["research/account/pool"],
    defaults: { exportRule: ["192.0.2.0/24", "198.51.100.7"], qosType: "Manual", maxThroughput: 64, sizeGiB: 100 },
    pools: [{ labels: { tier: "ultra" }, serviceLevel: "Ultra", capacityPools: ["research/account/ultra"] }],
  } satisfies AzureNetappFiles,
  "google-cloud-netapp-volumes": {
    driver: "google-cloud-netapp-volumes",
    name: "google",
    projectNumber: "123456789",
    location: "europe-west1",
    serviceAccount: {
      projectId: "research",
      clientEmail: "trident@research.iam.gserviceaccount.com",
      clientId: "1234567890",
    },
    serviceLevel: "premium",
    storagePools: ["pool1"],
    network: "research",
    defaults: { exportRule: ["192.0.2.0/24"], snapshotReservePercent: 10, tieringPolicy: "auto" },
    pools: [{ labels: { tier: "flex" }, serviceLevel: "flex", storagePools: ["pool2"] }],
  } satisfies GoogleCloudNetappVolumes,
  fake: {
    driver: "fake",
    name: "trial",
    protocol: "file",
    physicalPools: {
      "pool-0": {
        sizeGiB: 100,
        media: ["hdd"],
        provisioningType: ["thick", "thin"],
        snapshots: true,
        clones: true,
        encryption: false,
        replication: false,
        iops: { min: 0, max: 1000 },
      },
    },
    defaults: { sizeGiB: 1 },
    pools: [{ labels: { tier: "trial" }, region: "north", defaults: { sizeGiB: 2 } }],
  } satisfies Fake,
} satisfies Record<TridentBackend["driver"], TridentBackend>;

/** A description that is right in every key; tests spoil copies of it. */
export function example(): TridentStorage {
  return {
    driver: "trident",
    stack: "prod",
    backends: [structuredClone(homes), structuredClone(backends["ontap-san"])],
    classes: [
      { name: "dsaas-home", parameters: { backendType: "ontap-nas" }, default: true, autogrow: "homes" },
      { name: "dsaas-blocks", parameters: { backendType: "ontap-san" }, fileSystemType: "xfs" },
    ],
    homeClass: "dsaas-home",
    autogrow: [{ name: "homes", usedThresholdPercent: 90, maxSizeGiB: 500 }],
    inventory: { server: "nfs.example.org", path: "/export/dsaas", seenAt: "/srv/inventory" },
    recovery: { choose: {}, skip: [], askStorage: true },
  };
}

/** A description with every driver. */
export function complete(): TridentStorage {
  return {
    ...example(),
    backends: [structuredClone(homes), ...Object.values(structuredClone(backends))],
    classes: [
      {
        name: "dsaas-home",
        parameters: { storagePools: { homes: [".*"] }, snapshots: true },
        default: true,
        autogrow: "homes",
        mountOptions: ["vers=4.1", "hard", "nconnect=4"],
      },
      { name: "gold", parameters: { selector: "tier=gold; use in (homes,data)", media: "ssd" } },
      { name: "iops", parameters: { IOPS: 5000, provisioningType: "thin" }, reclaimPolicy: "Delete" },
    ],
    autogrow: [
      { name: "homes", usedThresholdPercent: 90, maxSizeGiB: 500 },
      { name: "data", usedThresholdPercent: 80.5, growthAmount: { gib: 50 }, maxSizeGiB: 4096 },
    ],
    operator: { registry: "registry.example.org/netapp", autosupport: "silenced" },
  };
}

export const credentials: Credentials<string> = {
  homes: { username: "dsaas", password: "correct horse" },
  nas: { clientPrivateKey: "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n" },
  small: { username: "dsaas", password: "p" },
  shares: { username: "dsaas", password: "p" },
  blocks: {
    username: "dsaas",
    password: "battery staple",
    chapUsername: "in",
    chapInitiatorSecret: "initiator secret",
    chapTargetUsername: "out",
    chapTargetInitiatorSecret: "target secret",
  },
  "small-blocks": { username: "dsaas", password: "p" },
  element: { username: "dsaas", password: "p@ss/word" },
  azure: { clientId: "id", clientSecret: "secret" },
  google: { privateKey: "key", privateKeyId: "id" },
};
