import { nfsMountOptions, unixPermissions } from "../defaults";
import type {
  AzureDefaults,
  AzureNetappFiles,
  CloudDefaults,
  GoogleCloudNetappVolumes,
  GoogleDefaults,
} from "../types";
import { commonSpec, poolSpecs } from "./common";
import { compact, gib, text, type Json, type JsonObject } from "./values";

export function azureSpec(backend: AzureNetappFiles, stack: string): JsonObject {
  return compact({
    ...commonSpec(backend, stack),
    subscriptionID: backend.subscriptionID,
    tenantID: backend.tenantID,
    location: backend.location,
    serviceLevel: backend.serviceLevel,
    virtualNetwork: backend.virtualNetwork,
    subnet: backend.subnet,
    networkFeatures: backend.networkFeatures,
    resourceGroups: backend.resourceGroups,
    netappAccounts: backend.netappAccounts,
    capacityPools: backend.capacityPools,
    nfsMountOptions: backend.nfsMountOptions ?? nfsMountOptions,
    nasType: "nfs",
    defaults: azureDefaults({ unixPermissions, snapshotDir: false, ...backend.defaults }),
    storage: poolSpecs(backend.pools, (pool) => ({
      serviceLevel: pool.serviceLevel,
      capacityPools: pool.capacityPools,
      defaults: pool.defaults && azureDefaults(pool.defaults),
    })),
  });
}

export function googleSpec(backend: GoogleCloudNetappVolumes, stack: string): JsonObject {
  const { projectId, clientEmail, clientId } = backend.serviceAccount;
  return compact({
    ...commonSpec(backend, stack),
    projectNumber: backend.projectNumber,
    location: backend.location,
    // The public part of a service account's key file; the private key and its id come from the Secret.
    apiKey: {
      type: "service_account",
      project_id: projectId,
      client_email: clientEmail,
      client_id: clientId,
      auth_uri: "https://accounts.google.com/o/oauth2/auth",
      token_uri: "https://oauth2.googleapis.com/token",
      auth_provider_x509_cert_url: "https://www.googleapis.com/oauth2/v1/certs",
      client_x509_cert_url: `https://www.googleapis.com/robot/v1/metadata/x509/${encodeURIComponent(clientEmail)}`,
    },
    serviceLevel: backend.serviceLevel,
    storagePools: backend.storagePools,
    network: backend.network,
    nfsMountOptions: backend.nfsMountOptions ?? nfsMountOptions,
    nasType: "nfs",
    defaults: googleDefaults({ unixPermissions, snapshotDir: false, ...backend.defaults }),
    storage: poolSpecs(backend.pools, (pool) => ({
      serviceLevel: pool.serviceLevel,
      storagePools: pool.storagePools,
      defaults: pool.defaults && googleDefaults(pool.defaults),
    })),
  });
}

function cloudDefaults(defaults: CloudDefaults): Record<string, Json | undefined> {
  return {
    size: gib(defaults.sizeGiB),
    exportRule: defaults.exportRule?.join(","),
    unixPermissions: defaults.unixPermissions,
    snapshotDir: text(defaults.snapshotDir),
  };
}

function azureDefaults(defaults: AzureDefaults): JsonObject {
  return compact({
    ...cloudDefaults(defaults),
    maxThroughput: text(defaults.maxThroughput),
    qosType: defaults.qosType,
  });
}

function googleDefaults(defaults: GoogleDefaults): JsonObject {
  return compact({
    ...cloudDefaults(defaults),
    snapshotReserve: text(defaults.snapshotReservePercent),
    tieringPolicy: defaults.tieringPolicy,
  });
}
