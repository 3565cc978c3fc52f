import type { Fake, FakePool, SizeDefaults, SolidfireSan } from "../types";
import { commonSpec, poolSpecs } from "./common";
import { base64, compact, gib, type Json, type JsonObject } from "./values";

/** Element's own fields have no JSON names in Trident: they are spelt as its Go structure is. */
export function solidfireSpec(backend: SolidfireSan, stack: string): JsonObject {
  return compact({
    ...commonSpec(backend, stack),
    SVIP: backend.svip,
    TenantName: backend.tenantName,
    InitiatorIFace: backend.initiatorInterface ?? "default",
    UseCHAP: true,
    Types: backend.types?.map(({ type, qos }) => ({ Type: type, Qos: { ...qos } })),
    DefaultBlockSize: backend.defaultBlockSize,
    TrustedCACertificate: base64(backend.trustedCACertificate),
    type: backend.type,
    defaults: sizeDefaults(backend.defaults),
    storage: poolSpecs(backend.pools, (pool) => ({ type: pool.type, defaults: sizeDefaults(pool.defaults) })),
  });
}

export function fakeSpec(backend: Fake, stack: string): JsonObject {
  const pools = Object.entries(backend.physicalPools ?? {}).map(([name, pool]) => [name, fakePool(pool)] as const);
  return compact({
    ...commonSpec(backend, stack),
    protocol: backend.protocol,
    pools: Object.fromEntries(pools),
    defaults: sizeDefaults(backend.defaults),
    storage: poolSpecs(backend.pools, (pool) => ({ defaults: sizeDefaults(pool.defaults) })),
  });
}

function sizeDefaults(defaults: SizeDefaults | undefined): JsonObject | undefined {
  return defaults && compact({ size: gib(defaults.sizeGiB) });
}

function fakePool(pool: FakePool): JsonObject {
  const offer = (value: Json | undefined) => (value === undefined ? undefined : { offer: value });
  return {
    sizeBytes: pool.sizeGiB * 1024 ** 3,
    attributes: compact({
      media: offer(pool.media),
      provisioningType: offer(pool.provisioningType),
      snapshots: offer(pool.snapshots),
      clones: offer(pool.clones),
      encryption: offer(pool.encryption),
      replication: offer(pool.replication),
      IOPS: pool.iops && { ...pool.iops },
    }),
  };
}
