import { claimKey, sourceKey } from "./cluster";
import type { InventoryReading } from "./shelf";
import type { ClaimName, FoundVolume, VolumeRecord } from "./types";

/** What an operator decided where the records leave a question open: `dsaas:storage.recovery`. */
export interface Decisions {
  /** `namespace/claim` → the volume that it gets: its path, or `backend:volume`. */
  choose: Record<string, string>;
  /** `namespace/claim` of volumes that are left alone; their users cannot start a server meanwhile. */
  skip: string[];
  /** Seconds without a sign of life after which an earlier cluster counts as dead. @default 90 */
  silence?: number;
}

/** What a record is completed with where only the storage system knows the volume. */
export interface Defaults {
  storageClass: string;
  /** Bytes. */
  capacity: number;
  accessModes: string[];
  labels: Record<string, string>;
}

/** Which volumes belong to which claims, according to inventory and storage system together. */
export interface Records {
  records: VolumeRecord[];
  /** What stands in the way; each a sentence that names claim, volume and remedy. */
  refusals: string[];
  /** What an operator should know. */
  notes: string[];
}

const choiceRemedy = (key: string, volumes: string[]) =>
  `look into both, then name the right one in dsaas:storage.recovery.choose: { "${key}": "${volumes[0]}" }`;
const skipRemedy = (key: string) => `or leave it out for now with dsaas:storage.recovery.skip: ["${key}"]`;

/**
 * Joins the inventory with what the storage system shows. The storage system is right about which volumes there are, the
 * inventory about whose they are; where the two do not fit together, nobody guesses.
 *
 * @param found the storage system's complete list; undefined where it was not asked
 * @param namespace the hub's; volumes of others, which only the storage system knows, are left alone
 * @param remade `namespace/claim` of the stack's own claims: where such a volume is gone, a new one is made, as it holds
 *   nothing that a user has made and the hub finds its way without it
 */
export function joinRecords(
  reading: InventoryReading,
  found: FoundVolume[] | undefined,
  decisions: Decisions,
  defaults: Defaults,
  namespace: string,
  remade: readonly string[] = [],
): Records {
  const refusals: string[] = [];
  const notes: string[] = [];
  const known = new Map(recorded(reading, notes, refusals, found).map((record) => [claimKey(record), record]));
  const onStorage = byClaim((found ?? []).filter(({ claim }) => claim?.namespace === namespace));
  const bySource = found && new Map(found.map((volume) => [sourceKey(volume.source), volume]));
  const keys = [...new Set([...known.keys(), ...onStorage.keys(), ...Object.keys(decisions.choose)])].sort();

  const records = keys.flatMap((key) => {
    if (decisions.skip.includes(key)) {
      notes.push(`${key} is left out, as dsaas:storage.recovery.skip says.`);
      return [];
    }
    const recordedVolume = known.get(key)?.source;
    const gone = recordedVolume !== undefined && bySource !== undefined && !bySource.has(sourceKey(recordedVolume));
    if (remade.includes(key) && gone && !onStorage.has(key) && decisions.choose[key] === undefined) {
      notes.push(
        `${key}: its volume ${sourceKey(recordedVolume)} is gone from the storage system; a new, empty one is made.`,
      );
      return [];
    }
    const result = key.startsWith(`${namespace}/`)
      ? oneRecord(key, known.get(key), onStorage.get(key) ?? [], bySource, decisions.choose[key], defaults)
      : `${key}: it is not in the hub's namespace ${namespace}; put dsaas:hub.namespace back to what it was, ${skipRemedy(key)}.`;
    if (typeof result === "string") refusals.push(result);
    return typeof result === "string" ? [] : [result];
  });
  notes.push(...staleness(reading, records, known));
  refusals.push(...unknownDecisions(decisions, keys), ...sharedSources(records));
  return { records, refusals, notes };
}

function recorded(
  reading: InventoryReading,
  notes: string[],
  refusals: string[],
  found: FoundVolume[] | undefined,
): VolumeRecord[] {
  switch (reading.state) {
    case "good":
      notes.push(...reading.notes.map((note) => `${note}.`));
      return reading.inventory.volumes;
    case "none":
      return [];
    case "damaged":
      if (found === undefined)
        refusals.push(
          `${reading.reasons.join("; ")}. Without an inventory, and without a look at the storage system, nobody's volume can be told; put back a copy of the file, or let this machine ask the storage system.`,
        );
      else notes.push(`${reading.reasons.join("; ")}. The list was made anew from the storage system alone.`);
      return [];
    default:
      return reading satisfies never;
  }
}

function byClaim(found: FoundVolume[]): Map<string, FoundVolume[]> {
  const groups = new Map<string, FoundVolume[]>();
  for (const volume of found) {
    if (volume.claim === undefined) continue;
    const key = claimKey(volume.claim);
    groups.set(key, [...(groups.get(key) ?? []), volume]);
  }
  return groups;
}

/** The record of one claim, or the sentence that says why there is none. */
function oneRecord(
  key: string,
  known: VolumeRecord | undefined,
  candidates: FoundVolume[],
  found: Map<string, FoundVolume> | undefined,
  choice: string | undefined,
  defaults: Defaults,
): VolumeRecord | string {
  const names = candidates.map(({ source }) => sourceKey(source));
  if (choice !== undefined) {
    const chosen = found?.get(choice);
    if (chosen !== undefined) return checked(key, complete(key, known, chosen, defaults), chosen);
    if (found !== undefined)
      return `${key}: dsaas:storage.recovery.choose names ${choice}, which the storage system does not have${names.length > 0 ? `; it has ${names.join(", ")}` : ""}.`;
    if (known === undefined || sourceKey(known.source) !== choice)
      return `${key}: dsaas:storage.recovery.choose names ${choice}, and this machine does not ask the storage system whether there is such a volume; let it ask, or remove that choice.`;
  }
  if (candidates.length > 1)
    return `${key}: ${candidates.length} volumes say that they are its own: ${names.join(", ")}; ${choiceRemedy(key, names)}, ${skipRemedy(key)}.`;
  const [only] = candidates;
  if (known === undefined)
    return only === undefined
      ? `${key}: no volume is known; check its spelling.`
      : checked(key, complete(key, undefined, only, defaults), only);
  if (found === undefined) return known;

  const own = found.get(sourceKey(known.source));
  if (own?.claim !== undefined && claimKey(own.claim) !== key)
    return `${key}: the inventory names ${sourceKey(known.source)}, which says that it is ${claimKey(own.claim)}'s; ${choiceRemedy(key, [sourceKey(known.source)])}, ${skipRemedy(key)}.`;
  if (own !== undefined && (only === undefined || only === own))
    return checked(key, { ...known, source: { ...own.source, ...known.source } }, own);
  if (own !== undefined && only !== undefined)
    return `${key}: the inventory names ${sourceKey(known.source)}, and ${sourceKey(only.source)} says that it is its own; ${choiceRemedy(key, [sourceKey(known.source)])}, ${skipRemedy(key)}.`;
  if (only !== undefined)
    return `${key}: the inventory names ${sourceKey(known.source)}, which is gone, and ${sourceKey(only.source)} says that it is its own; ${choiceRemedy(key, [sourceKey(only.source)])}, ${skipRemedy(key)}.`;
  return `${key}: its volume ${sourceKey(known.source)} is not on the storage system; bring it back, ${skipRemedy(key)}.`;
}

/** A record for a volume of the storage system, with whatever the inventory knows of its claim. */
function complete(key: string, known: VolumeRecord | undefined, found: FoundVolume, defaults: Defaults): VolumeRecord {
  if (known !== undefined) return { ...known, source: found.source };
  const slash = key.indexOf("/");
  return {
    namespace: key.slice(0, slash),
    claim: key.slice(slash + 1),
    owner: found.owner ?? "",
    ...defaults,
    storageClass: found.storageClass ?? defaults.storageClass,
    // Never more than the volume has: Trident refuses to import a volume that is smaller than its claim.
    capacity: found.size ?? defaults.capacity,
    source: found.source,
  };
}

function checked(key: string, record: VolumeRecord, found: FoundVolume): VolumeRecord | string {
  const name = sourceKey(found.source);
  if (found.unusable !== undefined)
    return `${key}: its volume ${name} ${found.unusable}; repair that, ${skipRemedy(key)}.`;
  if (found.size !== undefined && record.capacity > found.size)
    return `${key}: ${record.capacity} bytes are recorded and its volume ${name} has ${found.size}; enlarge the volume on the storage system, ${skipRemedy(key)}.`;
  return record;
}

function staleness(reading: InventoryReading, records: VolumeRecord[], known: Map<string, ClaimName>): string[] {
  const extra = records.filter((record) => !known.has(claimKey(record)));
  if (extra.length === 0 || reading.state === "damaged") return [];
  const list = extra.map(claimKey).join(", ");
  return reading.state === "none"
    ? [`There is no inventory; ${extra.length} volumes were found on the storage system itself: ${list}.`]
    : [
        `The inventory of ${reading.inventory.writtenAt} lacks ${extra.length} volumes that the storage system has: ${list}.`,
      ];
}

function unknownDecisions({ skip }: Decisions, keys: string[]): string[] {
  return skip
    .filter((key) => !keys.includes(key))
    .map(
      (key) =>
        `dsaas:storage.recovery.skip names ${key}, which nothing is recorded of; check its spelling or remove it.`,
    );
}

/** One volume under two claims would be two people's home. */
function sharedSources(records: VolumeRecord[]): string[] {
  const claims = new Map<string, string[]>();
  for (const record of records) {
    const key = sourceKey(record.source);
    claims.set(key, [...(claims.get(key) ?? []), claimKey(record)]);
  }
  return [...claims]
    .filter(([, owners]) => owners.length > 1)
    .map(
      ([volume, owners]) =>
        `${volume} is recorded for ${owners.join(" and ")}; a volume belongs to one claim: leave out the wrong one with dsaas:storage.recovery.skip.`,
    );
}
