import { createHash } from "node:crypto";
import { canonicalJson } from "../canonical";
import type { PlannedMachine } from "../types";
import type { PlainCloudInit } from "./guestinfo";

/** Everything that a virtual machine is made of. */
export interface Ingredients {
  machine: PlannedMachine;
  cloudInit: PlainCloudInit;
  templateUuid: string;
  datastoreId: string;
  networkId: string;
}

/**
 * The `replaceTrigger` of a machine: a SHA-256 over all that it is made of, so that any change replaces it.
 *
 * A change of `extraConfig` alone would restart the machine in place (terraform-provider-vsphere #958, #1070), and
 * cloud-init would not run again.
 */
export function fingerprint({ machine, cloudInit, templateUuid, datastoreId, networkId }: Ingredients): string {
  const { name, cpus, memoryMiB, diskGiB } = machine;
  const { userData, metaData } = cloudInit;
  const text = canonicalJson({
    name,
    cpus,
    memoryMiB,
    diskGiB,
    userData,
    metaData,
    templateUuid,
    datastoreId,
    networkId,
  });
  return createHash("sha256").update(text).digest("hex");
}
