/** Where a question is open, nothing is written: not for the volumes in question, and not for the others. */
import { previewRecovery, readRecords, recover, type RecoveryPlan } from "../../../../components/storage/recovery/run";
import { seal } from "../../../../components/storage/recovery/seal";
import type { FoundVolume, VolumeRecord } from "../../../../components/storage/recovery/types";
import type { FakeKubernetes } from "../../../fakes/kubernetes";
import {
  cluster,
  contents,
  drivers,
  failure,
  foundOf,
  gib,
  home,
  homes,
  planFor,
  runOnce,
  shelfOf,
  shelfWith,
  storageWith,
  systemWith,
  tidyUp,
  tridentSource,
  type Driver,
} from "./fixtures";

afterEach(tidyUp);

const eve: Record<Driver, VolumeRecord> = { local: home("eve", "local"), trident: home("eve", "trident") };

/** Three homes that nothing is wrong with, and Eve's. */
async function scene(driver: Driver, found: FoundVolume[] = [], plan: Partial<RecoveryPlan> = {}) {
  const records = [...homes(3, driver), eve[driver]];
  const fake = await cluster({ storage: storageWith(records) });
  const system = systemWith([...foundOf(records), ...found]);
  return { fake, records, plan: planFor(driver, { shelf: await shelfOf(records), system, ...plan }) };
}

/** The update and its preview say the same, and neither writes. */
async function refuses(fake: FakeKubernetes, plan: RecoveryPlan, sentence: RegExp): Promise<void> {
  const text = await failure(runOnce(fake, plan));
  expect(text).toMatch(/^Nothing was re-attached, and the hub was not started: \d+ questions? (is|are) open\.\n {2}- /);
  expect(text).toMatch(sentence);
  expect(await failure(previewRecovery(plan, await readRecords(plan), fake.access))).toBe(text);
  expect(fake.writes).toEqual([]);
}

const claimOf = (driver: Driver, annotations: Record<string, string> = {}, more: object = {}) =>
  ({
    kind: "PersistentVolumeClaim",
    metadata: { name: "home-eve", namespace: "hub", annotations },
    spec: {
      storageClassName: eve[driver].storageClass,
      accessModes: ["ReadWriteOnce"],
      resources: { requests: { storage: "1Gi" } },
      ...more,
    },
  }) as Parameters<FakeKubernetes["make"]>[0];

describe.each(drivers)("%s", (driver) => {
  test("two volumes for one user", async () => {
    const second: FoundVolume = {
      source: driver === "local" ? { driver: "local", path: "/srv/dsaas/hub/copy" } : tridentSource("copy"),
      claim: { namespace: "hub", claim: "home-eve" },
    };
    const { fake, plan } = await scene(driver, [second]);
    await refuses(fake, plan, /home-eve: 2 volumes say that they are its own/);
    // The operator's word is enough.
    await runOnce(fake, { ...plan, decisions: { choose: {}, skip: ["hub/home-eve"] } });
    expect(Object.keys(contents(fake))).toHaveLength(3);
  });

  test("a size larger than the volume", async () => {
    const records = [...homes(3, driver), eve[driver]];
    const { fake, plan } = await scene(driver, [], {
      system: systemWith(foundOf(records).map((one) => ({ ...one, size: gib }))),
    });
    await refuses(fake, plan, /home-eve: 10737418240 bytes are recorded/);
  });

  test("a claim of that name that has another volume already", async () => {
    const { fake, plan } = await scene(driver);
    fake.make(claimOf(driver));
    if (driver === "local") fake.schedule("home-eve", "/srv/dsaas/hub/elsewhere");
    expect(fake.claims()[0]?.status.phase).toBe("Bound");
    await refuses(fake, plan, /home-eve: it has the volume .* in this cluster, and .*home.eve is recorded/);
  });

  test("her volume under somebody else's claim", async () => {
    const { fake, plan, records } = await scene(driver);
    const other = { ...eve[driver], claim: "home-mallory" };
    await runOnce(fake, { ...plan, shelf: await shelfOf([other]), system: undefined });
    fake.calls.splice(0);
    await refuses(fake, plan, /home-eve: its volume .* belongs to hub\/home-mallory in this cluster/);
    expect(records).toHaveLength(4);
  });

  test("an inventory that is forged, and nobody else to ask", async () => {
    const { fake, plan } = await scene(driver);
    const shelf = await shelfWith({ inventory: seal("inventory", {}, "another key") });
    await refuses(fake, { ...plan, shelf, system: undefined }, /signature.*put back a copy of the file/);
  });
});

describe("trident", () => {
  test("a claim that waits for a new volume, which would be empty", async () => {
    const { fake, plan } = await scene("trident");
    // Larger than anything Trident has room for, so that it goes on waiting.
    fake.make(claimOf("trident", {}, { volumeName: undefined, storageClassName: "homes-later" }));
    await refuses(
      fake,
      plan,
      /home-eve: a claim of that name waits for a new volume in this cluster, which would be empty/,
    );
    expect(fake.storage.made).toEqual([]);
  });

  test("a claim that imports another volume", async () => {
    const { fake, plan } = await scene("trident");
    fake.make(
      claimOf("trident", {
        "trident.netapp.io/importOriginalName": "trident_pvc_other",
        "trident.netapp.io/importBackendUUID": "x",
      }),
    );
    await refuses(fake, plan, /home-eve: a claim of that name imports trident_pvc_other in this cluster/);
  });

  test("a free volume of the class, which an imported claim could take (NetApp/trident#1116)", async () => {
    const { fake, plan, records } = await scene("trident");
    const free = {
      kind: "PersistentVolume",
      metadata: { name: "free" },
      spec: {
        storageClassName: "homes",
        capacity: { storage: "100Gi" },
        accessModes: ["ReadWriteOnce"],
        persistentVolumeReclaimPolicy: "Retain",
      },
    } as Parameters<FakeKubernetes["make"]>[0];
    fake.make(free);
    await refuses(fake, plan, /PersistentVolume free of class homes is free/);
    expect([...fake.storage.volumes.values()].map(({ content }) => content).sort()).toEqual(
      records.map(({ claim }) => claim).sort(),
    );
  });

  test("a backend that this cluster does not have: no volume of the other one is attached either", async () => {
    const records = [
      ...homes(3, "trident"),
      { ...eve.trident, source: { ...tridentSource("home-eve"), backend: "flash" } },
    ];
    const fake = await cluster({ storage: storageWith(records) });
    const plan = planFor("trident", { shelf: await shelfOf(records) });
    const text = await failure(runOnce(fake, plan));
    expect(text).toMatch(
      /home-eve: its backend flash is not among this cluster's \(nas\); describe it in dsaas:storage.backends/,
    );
    expect(fake.writes).toEqual([]);
  });

  test("a volume that another cluster's Trident took in the meantime is not bound, and is named", async () => {
    const { fake, plan } = await scene("trident");
    // Gone from the storage system after it was listed.
    fake.storage.rename("trident_pvc_home_eve", "trident_pvc_elsewhere");
    fake.setFaults([]);
    const known = await readRecords(plan);
    const clock = jest.spyOn(Date, "now");
    const start = Date.now();
    // Five minutes pass in two seconds.
    const real = process.hrtime.bigint();
    clock.mockImplementation(() => start + Number((process.hrtime.bigint() - real) / 1_000_000n) * 150);
    try {
      const text = await failure(recover(plan, known, fake.access, { report: () => undefined }));
      expect(text).toMatch(
        /^1 of 4 volumes could not be attached; the others are[^]*home-eve: not bound to nas:trident_pvc_home_eve after 300 s; kubectl describe/,
      );
    } finally {
      clock.mockRestore();
    }
    expect(fake.storage.made).toEqual([]);
  }, 30_000);
});

test("a claim that got other bytes than its own is found out, whoever gave it them", async () => {
  const { fake, plan } = await scene("local");
  const known = await readRecords(plan);
  // The object's name is taken between the look at the cluster and the first write.
  const running = recover(plan, known, fake.access, { report: () => undefined });
  const wrong = {
    kind: "PersistentVolume",
    metadata: { name: "hub.home-eve" },
    spec: {
      storageClassName: "dsaas-home",
      capacity: { storage: "10Gi" },
      accessModes: ["ReadWriteOnce"],
      persistentVolumeReclaimPolicy: "Retain",
      claimRef: { namespace: "hub", name: "home-eve" },
      hostPath: { path: "/srv/dsaas/hub/home-mallory" },
    },
  } as Parameters<FakeKubernetes["make"]>[0];
  fake.beforeWrite = () => fake.make(wrong);
  expect(await failure(running)).toMatch(
    /home-eve: it was given \/srv\/dsaas\/hub\/home-mallory instead of \/srv\/dsaas\/hub\/home-eve; let nobody start a server/,
  );
});
