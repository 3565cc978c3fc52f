import type { OfferedPool } from "./pools";
import type { AttributeRequest, ClassRequest, PoolNames } from "./request";
import { selects } from "./selector";

export { offeredPools, type OfferedPool } from "./pools";
export { requestOf, type ClassRequest, type RefusedParameter } from "./request";

/**
 * Whether Trident will find that a pool fits a class, by its own rules (StorageClass.Matches in
 * storage_class/storage_class.go of NetApp/trident v26.06.0): excluded pools never; additional ones always; else every
 * attribute must be offered and, where pools are listed, the pool must be among them.
 *
 * It never says yes where it depends on something that only the storage system knows.
 */
export function matches(request: ClassRequest, pool: OfferedPool): boolean {
  if (listed(request.excludeStoragePools, pool, "possible")) return false;
  if (request.additionalStoragePools.length > 0) {
    if (listed(request.additionalStoragePools, pool, "certain")) return true;
    if (request.attributes.length === 0 && request.storagePools.length === 0) return false;
  }
  const among = request.storagePools.length === 0 || listed(request.storagePools, pool, "certain");
  return among && request.attributes.every((attribute) => offers(pool, attribute));
}

function offers(pool: OfferedPool, request: AttributeRequest): boolean {
  switch (request.kind) {
    case "text":
      return pool.text[request.name]?.includes(request.value) ?? false;
    case "flag": {
      // A pool that can do something also serves a class that does not want it; one that never says so serves neither.
      const offer = pool.flags[request.name];
      return offer !== undefined && (offer || !request.value);
    }
    case "number":
      return pool.iops !== undefined && request.value >= pool.iops.min && request.value <= pool.iops.max;
    case "labels":
      return selects(request.requirements, pool.labels);
    default:
      return request satisfies never;
  }
}

/** Whether a pool is in a list. The name of an aggregate that nobody named is unknown: `certain` wants any name to do. */
function listed(names: PoolNames, pool: OfferedPool, unknown: "certain" | "possible"): boolean {
  return names.some(([backend, pools]) => {
    // Trident anchors by text, so that `a|b` means ^a or b$.
    const whole = `${backend.startsWith("^") ? "" : "^"}${backend}${backend.endsWith("$") ? "" : "$"}`;
    if (!new RegExp(whole).test(pool.backend)) return false;
    return pools.some((expression) => {
      if (pool.name !== undefined) return new RegExp(expression).test(pool.name);
      return unknown === "possible" || anyName.has(expression);
    });
  });
}

/** Expressions that fit every name. */
const anyName = new Set(["", "^", "$", ".", ".*", ".+", "^.*", "^.+", ".*$", ".+$", "^.*$", "^.+$"]);
