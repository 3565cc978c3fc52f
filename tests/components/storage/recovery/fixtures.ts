import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readRecords, recover, type RecoveryPlan } from "../../../../components/storage/recovery/run";
import { seal } from "../../../../components/storage/recovery/seal";
import { Shelf } from "../../../../components/storage/recovery/shelf";
import type {
  FoundVolume,
  Inventory,
  LocalSource,
  StorageSystem,
  TridentSource,
  VolumeRecord,
} from "../../../../components/storage/recovery/types";
import {
  FakeKubernetes,
  FakeStorage,
  keyOf,
  localClass,
  tridentClass,
  type FakeKubernetesArgs,
} from "../../../fakes/kubernetes";

export const key = "the stack's own key, which nobody else has";
export const gib = 2 ** 30;
export type Driver = "local" | "trident";
export const drivers: Driver[] = ["local", "trident"];

export const localSource = (claim: string): LocalSource => ({ driver: "local", path: `/srv/dsaas/hub/${claim}` });
export const tridentSource = (claim: string): TridentSource => ({
  driver: "trident",
  backend: "nas",
  volume: `trident_pvc_${claim.replaceAll("-", "_")}`,
  unixPermissions: "0770",
});

/** A user's home as the inventory has it. */
export function home(user: string, driver: Driver = "local", more: Partial<VolumeRecord> = {}): VolumeRecord {
  const claim = more.claim ?? `home-${user}`;
  return {
    namespace: "hub",
    claim,
    owner: user,
    storageClass: driver === "local" ? localClass : tridentClass,
    capacity: 10 * gib,
    accessModes: ["ReadWriteOnce"],
    labels: { "dsaas/volume": "home" },
    source: driver === "local" ? localSource(claim) : tridentSource(claim),
    ...more,
  };
}

/** The volume of the hub's database, whose claim the stack makes itself. */
export const hubDb = (driver: Driver) =>
  home("", driver, { claim: "hub-db", capacity: gib, labels: { "app.kubernetes.io/name": "hub" } });

export function homes(count: number, driver: Driver): VolumeRecord[] {
  return Array.from({ length: count }, (_, index) => home(`user-${String(index).padStart(4, "0")}`, driver));
}

export function inventoryOf(volumes: VolumeRecord[], more: Partial<Inventory> = {}): Inventory {
  const cluster = { name: "lab-0", uid: "the cluster that is gone" };
  return { version: 1, cluster, sequence: 7, writtenAt: "2026-11-21T08:00:00Z", volumes, ...more };
}

const folders: string[] = [];

/** A folder of its own, removed by `tidyUp`. */
export async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), "dsaas-shelf-"));
  folders.push(made);
  return made;
}

/** A shelf on which an earlier cluster has left these files. */
export async function shelfWith(files: Record<string, string>): Promise<Shelf> {
  const place = await folder();
  await mkdir(place, { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(place, name), text);
  return new Shelf(place, key);
}

export function shelfOf(volumes: VolumeRecord[]): Promise<Shelf> {
  return shelfWith({ inventory: seal("inventory", inventoryOf(volumes), key) });
}

/** A storage system that has what is recorded, as the volumes' own comments or paths tell. */
export function foundOf(records: VolumeRecord[]): FoundVolume[] {
  return records.map(({ namespace, claim, source, capacity }) => ({
    source,
    claim: { namespace, claim },
    ...(source.driver === "trident" && { size: capacity }),
  }));
}

export function systemWith(found: FoundVolume[]): StorageSystem {
  return { name: "a storage system", volumes: () => Promise.resolve(found) };
}

const clusters: FakeKubernetes[] = [];

/** A cluster that `nothingDeleted` looks at in the end. For Trident it has the backend of `tridentSource`. */
export async function cluster(args: FakeKubernetesArgs = {}): Promise<FakeKubernetes> {
  const started = await FakeKubernetes.start({ backends: ["nas"], ...args });
  clusters.push(started);
  return started;
}

/** The storage system on which earlier clusters have made these volumes, each with its claim's name as content. */
export function storageWith(records: VolumeRecord[]): FakeStorage {
  const storage = new FakeStorage();
  for (const { source, capacity, claim } of records)
    if (source.driver === "trident")
      storage.add({ name: source.volume, backend: source.backend, size: capacity, content: claim, mode: "770" });
  return storage;
}

export function planFor(driver: Driver, more: Partial<RecoveryPlan> = {}): RecoveryPlan {
  return {
    shelf: undefined,
    system: undefined,
    decisions: { choose: {}, skip: [] },
    defaults: {
      storageClass: driver === "local" ? localClass : tridentClass,
      capacity: 10 * gib,
      accessModes: ["ReadWriteOnce"],
      labels: { "dsaas/volume": "home" },
    },
    clusterName: "lab-1",
    namespace: "hub",
    stackClaims: [{ namespace: "hub", claim: "hub-db" }],
    ...(driver === "trident" && { tridentNamespace: "trident" }),
    ...more,
  };
}

/** One run as `pulumi up` makes it; the lines that it showed. */
export async function runOnce(fake: FakeKubernetes, plan: RecoveryPlan) {
  const lines: string[] = [];
  const known = await readRecords(plan);
  const report = await recover(plan, known, fake.access, { report: (line) => void lines.push(line) });
  return { report, lines };
}

/** Pulumi makes the claim of the hub's database, with the annotations that re-attachment has given for it. */
export function makeStackClaim(fake: FakeKubernetes, driver: Driver, annotations: Record<string, string> = {}): void {
  const { storageClass, accessModes } = hubDb(driver);
  fake.make({
    kind: "PersistentVolumeClaim",
    metadata: { name: "hub-db", namespace: "hub", annotations },
    spec: { storageClassName: storageClass, accessModes, resources: { requests: { storage: "1Gi" } } },
  } as Parameters<FakeKubernetes["make"]>[0]);
}

/** What each claim has in the end, without what differs from run to run (UIDs, and names made of them). */
export function outcome(fake: FakeKubernetes) {
  return fake.claims().map((claim) => {
    const volume = fake.volumeOf(claim);
    const { storageClassName, accessModes, resources } = claim.spec;
    return {
      claim: keyOf(claim.metadata),
      phase: claim.status.phase,
      labels: claim.metadata.labels,
      annotations: claim.metadata.annotations,
      spec: { storageClassName, accessModes, resources },
      volume: volume?.spec.hostPath?.path ?? volume?.spec.csi?.volumeAttributes["internalName"],
      reclaim: volume?.spec.persistentVolumeReclaimPolicy,
      phaseOfVolume: volume?.status.phase,
    };
  });
}

/** Whose files each claim shows: the last part of its path, or the content of its FlexVol. */
export function contents(fake: FakeKubernetes): Record<string, string | undefined> {
  return Object.fromEntries(
    fake.claims().map((claim) => {
      const spec = fake.volumeOf(claim)?.spec;
      const flexVol = fake.storage.volumes.get(spec?.csi?.volumeAttributes["internalName"] ?? "");
      return [claim.metadata.name, spec?.hostPath?.path.split("/").at(-1) ?? flexVol?.content];
    }),
  );
}

/**
 * Whatever a test did, no cluster was asked to delete anything, no object and no volume is gone, and of a volume's object
 * nothing was changed but whose claim it remembers.
 */
export function nothingDeleted(): void {
  for (const { calls, store, storage } of clusters) {
    expect(calls.filter(({ method }) => !["GET", "POST", "PATCH"].includes(method))).toEqual([]);
    expect(store.removed.filter((path) => path.includes("persistentvolumes/"))).toEqual([]);
    expect(storage.destroyed).toEqual([]);
    for (const { body } of calls.filter(({ method, path }) => method === "PATCH" && !path.includes("/configmaps/")))
      expect(body).toEqual({ spec: { claimRef: { uid: null, resourceVersion: null } } });
  }
}

/** After every test: nothing was deleted, and everything is closed. */
export async function tidyUp(): Promise<void> {
  try {
    nothingDeleted();
  } finally {
    await Promise.all(clusters.splice(0).map((one) => one.close()));
    await Promise.all(folders.splice(0).map((one) => rm(one, { recursive: true, force: true })));
  }
}

/** What a promise was rejected with. */
export async function failure(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => new Error("no error"),
    (reason: unknown) => reason,
  );
  return error instanceof Error ? error.message : String(error);
}
