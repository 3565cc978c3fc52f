import { storagePrefix } from "../defaults";
import { backendLabels } from "../labels";
import type { Pool, Topology, TridentBackend } from "../types";
import { compact, gib, type Json, type JsonObject } from "./values";

/** Name of the Secret that holds a backend's credentials. */
export const secretName = (backend: Pick<TridentBackend, "name">): string => `backend-${backend.name}`;

/** What every driver has: Trident's `version` is always 1, and credentials are always in a Secret. */
export function commonSpec(backend: TridentBackend, stack: string): JsonObject {
  const prefix = "storagePrefix" in backend ? backend.storagePrefix : undefined;
  return compact({
    version: 1,
    storageDriverName: backend.driver,
    backendName: backend.name,
    // Element takes no prefix: Trident forces an empty one.
    storagePrefix: backend.driver === "solidfire-san" ? undefined : (prefix ?? storagePrefix(backend.driver, stack)),
    limitVolumeSize: gib(backend.limitVolumeSizeGiB),
    userState: backend.suspended === true ? "suspended" : undefined,
    credentials: { name: secretName(backend) },
    ...placement({ ...backend, labels: backendLabels(backend, stack) }),
  });
}

/** Virtual pools, in their order: Trident names them by it. */
export function poolSpecs<D, P extends Pool<D>>(
  pools: P[] | undefined,
  render: (pool: P) => Record<string, Json | undefined>,
): JsonObject[] | undefined {
  return pools?.map((pool) => compact({ ...placement(pool), ...render(pool) }));
}

function placement(of: Omit<Pool<unknown>, "defaults">): Record<string, Json | undefined> {
  return {
    labels: of.labels,
    region: of.region,
    zone: of.zone,
    supportedTopologies: of.supportedTopologies?.map(topology),
  };
}

function topology({ region, zone }: Topology): JsonObject {
  return compact({ "topology.kubernetes.io/region": region, "topology.kubernetes.io/zone": zone });
}
