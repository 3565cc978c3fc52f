import { nfsMountOptions, ontapDefaults, ontapNasDefaults } from "../defaults";
import type { OntapDefaults, OntapNasBackend, OntapNasDefaults, OntapSanBackend, OntapSanDefaults } from "../types";
import { commonSpec, poolSpecs } from "./common";
import { base64, compact, gib, percent, text, type Json, type JsonObject } from "./values";

type Fields = Record<string, Json | undefined>;

/** ontap-nas, ontap-nas-economy and ontap-nas-flexgroup. */
export function ontapNasSpec(backend: OntapNasBackend, stack: string): JsonObject {
  const { autoExportPolicy, exportPolicy } = backend;
  return compact({
    ...ontapSpec(backend, stack),
    ...nasFields(backend),
    dataLIF: backend.dataLIF,
    nfsMountOptions: backend.nfsMountOptions ?? nfsMountOptions,
    nasType: "nfs",
    autoExportPolicy: autoExportPolicy === undefined ? undefined : true,
    autoExportCIDRs: autoExportPolicy?.cidrs,
    defaults: nasDefaults(ontapNasDefaults(backend.driver, { ...pick(exportPolicy), ...backend.defaults })),
    storage: poolSpecs(backend.pools, (pool) => ({ defaults: pool.defaults && nasDefaults(pool.defaults) })),
  });
}

/** ontap-san and ontap-san-economy. */
export function ontapSanSpec(backend: OntapSanBackend, stack: string): JsonObject {
  return compact({
    ...ontapSpec(backend, stack),
    ...sanFields(backend),
    useCHAP: backend.useCHAP,
    defaults: sanDefaults(ontapDefaults(backend.driver, backend.defaults ?? {})),
    storage: poolSpecs(backend.pools, (pool) => ({ defaults: pool.defaults && sanDefaults(pool.defaults) })),
  });
}

const pick = (exportPolicy: string | undefined) => (exportPolicy === undefined ? {} : { exportPolicy });

function ontapSpec(backend: OntapNasBackend | OntapSanBackend, stack: string): JsonObject {
  return compact({
    ...commonSpec(backend, stack),
    managementLIF: backend.managementLIF,
    svm: backend.svm,
    useREST: backend.useREST,
    clientCertificate: base64(backend.clientCertificate),
    trustedCACertificate: base64(backend.trustedCACertificate),
    replicationPolicy: backend.replicationPolicy,
    replicationSchedule: backend.replicationSchedule,
  });
}

function nasFields(backend: OntapNasBackend): Fields {
  switch (backend.driver) {
    case "ontap-nas":
      return { ...aggregate(backend), cloneSplitDelay: text(backend.cloneSplitDelaySeconds) };
    case "ontap-nas-economy":
      return {
        ...aggregate(backend),
        ...shared(backend),
        qtreesPerFlexvol: text(backend.qtreesPerFlexvol),
        qtreeQuotaResizePeriod: text(backend.qtreeQuotaResizePeriodSeconds),
        qtreePruneFlexvolsPeriod: text(backend.qtreePruneFlexvolsPeriodSeconds),
        emptyFlexvolDeferredDeletePeriod: text(backend.emptyFlexvolDeferredDeletePeriodSeconds),
      };
    case "ontap-nas-flexgroup":
      return { flexgroupAggregateList: backend.aggregates, cloneSplitDelay: text(backend.cloneSplitDelaySeconds) };
    default:
      return backend satisfies never;
  }
}

function sanFields(backend: OntapSanBackend): Fields {
  switch (backend.driver) {
    case "ontap-san":
      return {
        ...aggregate(backend),
        sanType: backend.sanType ?? "iscsi",
        cloneSplitDelay: text(backend.cloneSplitDelaySeconds),
      };
    case "ontap-san-economy":
      return {
        ...aggregate(backend),
        ...shared(backend),
        sanType: "iscsi",
        lunsPerFlexvol: text(backend.lunsPerFlexvol),
      };
    default:
      return backend satisfies never;
  }
}

function aggregate(fields: { aggregate?: string; limitAggregateUsagePercent?: number }): Fields {
  return { aggregate: fields.aggregate, limitAggregateUsage: percent(fields.limitAggregateUsagePercent) };
}

function shared(fields: { limitVolumePoolSizeGiB?: number; denyNewVolumePools?: boolean }): Fields {
  return {
    limitVolumePoolSize: gib(fields.limitVolumePoolSizeGiB),
    denyNewVolumePools: text(fields.denyNewVolumePools),
  };
}

function volumeDefaults(defaults: OntapDefaults): Fields {
  return {
    size: gib(defaults.sizeGiB),
    spaceReserve: defaults.spaceReserve,
    snapshotPolicy: defaults.snapshotPolicy,
    // Trident itself fills in 5 % where a policy is set and no reserve.
    snapshotReserve: text(defaults.snapshotReservePercent),
    splitOnClone: text(defaults.splitOnClone),
    encryption: text(defaults.encryption),
    tieringPolicy: defaults.tieringPolicy,
    qosPolicy: defaults.qosPolicy,
    adaptiveQosPolicy: defaults.adaptiveQosPolicy,
    skipRecoveryQueue: text(defaults.skipRecoveryQueue),
    nameTemplate: defaults.nameTemplate,
  };
}

function nasDefaults(defaults: OntapNasDefaults): JsonObject {
  return compact({
    ...volumeDefaults(defaults),
    unixPermissions: defaults.unixPermissions,
    securityStyle: defaults.securityStyle,
    snapshotDir: text(defaults.snapshotDir),
    exportPolicy: defaults.exportPolicy,
  });
}

function sanDefaults(defaults: OntapSanDefaults): JsonObject {
  return compact({
    ...volumeDefaults(defaults),
    spaceAllocation: text(defaults.spaceAllocation),
    fileSystemType: defaults.fileSystemType,
    formatOptions: defaults.formatOptions,
  });
}
