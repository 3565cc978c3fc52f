import { claimKey, sourceKey, type ClusterVolumes, type ExistingClaim, type ExistingVolume } from "./cluster";
import { volumeName } from "./objects";
import type { ClaimName, VolumeRecord } from "./types";

/** What is to be done for one volume. */
export type Step =
  /** Make the volume's object, where the driver has static ones, and its claim. */
  | { do: "attach"; record: VolumeRecord }
  /** The volume's object is there and its claim is gone, or was never made: a new claim of the same name gets it. */
  | { do: "release"; record: VolumeRecord; volume: string }
  /** An earlier run has begun: only wait until the claim is bound. */
  | { do: "wait"; record: VolumeRecord };

export interface Plan {
  steps: Step[];
  /** Claims that have their volume already. */
  attached: ClaimName[];
  refusals: string[];
}

/**
 * Compares what is recorded with what the cluster has.
 *
 * @param cluster undefined for a cluster that does not exist yet
 */
export function planSteps(records: VolumeRecord[], cluster: ClusterVolumes | undefined): Plan {
  const plan: Plan = { steps: [], attached: [], refusals: [] };
  const claims = new Map(cluster?.claims.map((claim) => [claimKey(claim), claim]));
  const byName = new Map(cluster?.volumes.map((volume) => [volume.name, volume]));
  const bySource = new Map<string, ExistingVolume[]>();
  for (const volume of byName.values()) {
    if (volume.source === undefined) continue;
    const key = sourceKey(volume.source);
    bySource.set(key, [...(bySource.get(key) ?? []), volume]);
  }

  for (const record of records) {
    const same = bySource.get(sourceKey(record.source)) ?? [];
    const next = oneStep(record, claims.get(claimKey(record)), same, byName);
    if (typeof next === "string") plan.refusals.push(`${claimKey(record)}: ${next}`);
    else if (next === undefined) plan.attached.push({ namespace: record.namespace, claim: record.claim });
    else plan.steps.push(next);
  }
  plan.refusals.push(...freeVolumes(records, cluster));
  return plan;
}

/**
 * The step for one record; undefined where nothing is left to do; a text where nothing may be done.
 *
 * @param same the cluster's objects for the record's bytes: a claim that was deleted and made again leaves one behind
 */
function oneStep(
  record: VolumeRecord,
  claim: ExistingClaim | undefined,
  same: ExistingVolume[],
  byName: Map<string, ExistingVolume>,
): Step | string | undefined {
  const name = sourceKey(record.source);
  for (const { claim: owner } of same)
    if (owner !== undefined && claimKey(owner) !== claimKey(record))
      return `its volume ${name} belongs to ${claimKey(owner)} in this cluster; find out whose it is, then remove the wrong claim by hand.`;
  const volume = same.find((one) => one.name === claim?.volumeName) ?? same[0];
  const claimed = claim?.volumeName === undefined ? undefined : byName.get(claim.volumeName);
  if (claim?.bound === true) {
    if (volume !== undefined && claim.volumeName === volume.name) return undefined;
    const other = claimed?.source === undefined ? (claim.volumeName ?? "another") : sourceKey(claimed.source);
    return `it has the volume ${other} in this cluster, and ${name} is recorded; find out which holds the user's files, then name it in dsaas:storage.recovery.choose.`;
  }
  if (claim === undefined)
    return volume === undefined ? attach(record, byName) : { do: "release", record, volume: volume.name };
  if (claim.volumeName !== undefined && claimed === undefined)
    return `its claim has lost the PersistentVolume ${claim.volumeName}; delete the claim with kubectl, which touches no file, and run the same command again.`;
  return waiting(record, claim, volume, byName);
}

/** A claim that is not bound yet: an earlier run's, or one that somebody else made. */
function waiting(
  record: VolumeRecord,
  claim: ExistingClaim,
  volume: ExistingVolume | undefined,
  byName: Map<string, ExistingVolume>,
): Step | string {
  const name = sourceKey(record.source);
  switch (record.source.driver) {
    case "local":
      if (volume?.phase === "Released") return { do: "release", record, volume: volume.name };
      return volume === undefined ? attach(record, byName) : { do: "wait", record };
    case "trident":
      if (claim.importing === record.source.volume) return { do: "wait", record };
      // Never bound to another: Trident would remove what it has just imported (see freeVolumes).
      if (claim.importing !== undefined)
        return `a claim of that name imports ${claim.importing} in this cluster, and ${name} is recorded; find out which holds the user's files, then name it in dsaas:storage.recovery.choose.`;
      if (volume !== undefined) return { do: "release", record, volume: volume.name };
      // Trident would make a new, empty volume for it, or has begun to.
      return `a claim of that name waits for a new volume in this cluster, which would be empty; delete the claim (it holds nothing yet) and run the same command again.`;
    default:
      return record.source satisfies never;
  }
}

/** Trident names the objects that it makes; a local one's name may be taken by an object for other bytes. */
function attach(record: VolumeRecord, byName: Map<string, ExistingVolume>): Step | string {
  const inTheWay = record.source.driver === "local" ? byName.get(volumeName(record)) : undefined;
  if (inTheWay === undefined) return { do: "attach", record };
  const holds = inTheWay.source === undefined ? "other bytes" : sourceKey(inTheWay.source);
  return `the PersistentVolume ${inTheWay.name} of this cluster holds ${holds}, and ${sourceKey(record.source)} is recorded; delete that object with kubectl, its data stays, and run the same command again.`;
}

/**
 * A free volume of the class could be bound to a claim that is being imported; Trident would then remove the volume that it
 * has just imported (NetApp/trident#1116, #771).
 */
function freeVolumes(records: VolumeRecord[], cluster: ClusterVolumes | undefined): string[] {
  const classes = new Set(
    records.filter(({ source }) => source.driver === "trident").map(({ storageClass }) => storageClass),
  );
  return (cluster?.volumes ?? [])
    .filter(
      ({ phase, storageClass, claim }) => phase === "Available" && claim === undefined && classes.has(storageClass),
    )
    .map(
      ({ name, storageClass }) =>
        `PersistentVolume ${name} of class ${storageClass} is free, and an imported claim could take it (NetApp/trident#1116); delete that object with kubectl, its data stays, and run the same command again.`,
    );
}
