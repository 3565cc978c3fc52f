import { join } from "node:path";
import { homeLabel } from "../homes";
import type { StorageArgs } from "./index";
import { inventoryName, namespace as storageNamespace } from "./inventory/names";
import type { RecoveryPlan } from "./recovery";
import { directories } from "./recovery/directories";
import { Shelf } from "./recovery/shelf";
import { ontapView } from "./trident/view";
import { namespace as tridentNamespace } from "./trident/names";
import type { Credentials } from "./trident/types";
import type { LocalStorage, StorageSpec, TridentStorage } from "./types";

/** What re-attachment works with that is secret. */
export interface RecoverySecrets {
  /** Signs the inventory. */
  key: string;
  /** Of the storage systems, by backend. */
  credentials: Credentials<string>;
}

type View = Pick<RecoveryPlan, "shelf" | "system" | "defaults" | "tridentNamespace">;

/** How the machine that runs Pulumi sees inventory and storage system, by driver; what re-attachment works from. */
export function recoveryPlan(
  spec: StorageSpec,
  clusterName: string,
  hub: StorageArgs["hub"],
  secrets: RecoverySecrets,
): RecoveryPlan {
  return {
    clusterName,
    namespace: hub.namespace,
    stackClaims: hub.claims.map((claim) => ({ namespace: hub.namespace, claim })),
    decisions: spec.recovery,
    ...view(spec, hub, secrets),
  };
}

function view(spec: StorageSpec, hub: StorageArgs["hub"], secrets: RecoverySecrets): View {
  switch (spec.driver) {
    case "local":
      return localView(spec, hub, secrets);
    case "trident":
      return tridentView(spec, hub, secrets);
    default:
      return spec satisfies never;
  }
}

/** What a claim asks for where only its volume is left to tell. */
function defaults(storageClass: string, { homeGiB }: StorageArgs["hub"]): RecoveryPlan["defaults"] {
  return { storageClass, capacity: homeGiB * 2 ** 30, accessModes: ["ReadWriteOnce"], labels: homeLabel };
}

function localView(spec: LocalStorage, hub: StorageArgs["hub"], { key }: RecoverySecrets): View {
  const seenAt = spec.seenAt ?? spec.path;
  return {
    // The inventory's own claim is a directory like any other, named from namespace and claim.
    shelf: new Shelf(join(seenAt, storageNamespace, inventoryName), key),
    system: directories(spec.path, seenAt, hub.namespace),
    defaults: defaults("dsaas-home", hub),
  };
}

function tridentView(spec: TridentStorage, hub: StorageArgs["hub"], { key, credentials }: RecoverySecrets): View {
  const { seenAt } = spec.inventory;
  return {
    shelf: seenAt === undefined ? undefined : new Shelf(seenAt, key, { mounted: true }),
    system: spec.recovery.askStorage ? ontapView(spec, credentials) : undefined,
    defaults: defaults(spec.homeClass, hub),
    tridentNamespace,
  };
}
