import type { OntapDefaults, OntapNasDefaults, TridentDriver } from "./types";

/** NFS 4.1 needs one port and no portmapper; `hard` makes writes wait for a storage that is away instead of failing. */
export const nfsMountOptions = "vers=4.1,hard";

/** Trident's own 0777 opens every home to every host that the export policy admits. */
export const unixPermissions = "0770";

/**
 * Where a volume is a file system of its own, ONTAP's policy `default` (6 hourly, 2 daily, 2 weekly snapshots) is on,
 * so that a deleted file can be fetched back; Trident's own is none. The reserve keeps snapshots out of the user's own
 * quota: a claim of 80 GiB makes a FlexVol of 100 GiB.
 *
 * Shared FlexVols (economy) would keep other users' data in each snapshot, and LUNs would be caught in the middle of a
 * write, so there it stays off.
 */
function snapshots(driver: TridentDriver, given: OntapDefaults): OntapDefaults {
  const own = driver === "ontap-nas" || driver === "ontap-nas-flexgroup";
  if (!own) return { snapshotPolicy: "none" };
  // Who switches snapshots off needs no room for them.
  return { snapshotPolicy: "default", ...(given.snapshotPolicy !== "none" && { snapshotReservePercent: 20 }) };
}

/** Defaults of an ONTAP backend's volumes, with what its description gives laid over them. */
export function ontapDefaults<D extends OntapDefaults>(driver: TridentDriver, given: D): OntapDefaults & D {
  return { ...snapshots(driver, given), spaceReserve: "none", splitOnClone: false, skipRecoveryQueue: false, ...given };
}

export function ontapNasDefaults(driver: TridentDriver, given: OntapNasDefaults): OntapNasDefaults {
  return { unixPermissions, securityStyle: "unix", snapshotDir: false, ...ontapDefaults(driver, given) };
}

/** Seconds; a new cluster pulls images and answers slowly. */
export const k8sTimeout = 180;

/**
 * First part of every volume's name. ONTAP allows letters, digits, `_`, `-` and `.`; the clouds only letters and `-`, so
 * that there digits become the letters a (0) to j (9).
 */
export function storagePrefix(driver: TridentDriver, stack: string): string {
  const cloud = driver === "azure-netapp-files" || driver === "google-cloud-netapp-volumes";
  if (!cloud) return `dsaas_${stack.replace(/[^A-Za-z0-9]/g, "_")}_`;
  const letters = stack.toLowerCase().replace(/\d/g, (digit) => "abcdefghij".charAt(Number(digit)));
  return `dsaas-${letters.replace(/[^a-z]+/g, "-").replace(/^-+|-+$/g, "")}-`;
}
