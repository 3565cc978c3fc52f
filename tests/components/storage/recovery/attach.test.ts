/** Re-attachment from beginning to end, against a cluster in memory. */
import { claimKey } from "../../../../components/storage/recovery/cluster";
import { previewRecovery, readRecords } from "../../../../components/storage/recovery/run";
import type { VolumeRecord } from "../../../../components/storage/recovery/types";
import {
  cluster,
  contents,
  drivers,
  failure,
  foundOf,
  homes,
  hubDb,
  makeStackClaim,
  outcome,
  planFor,
  runOnce,
  shelfOf,
  storageWith,
  systemWith,
  tidyUp,
  type Driver,
} from "./fixtures";

afterEach(tidyUp);

/** Twenty homes and the hub's database, a fresh cluster, and the inventory that the last one left. */
async function disaster(driver: Driver, args: Parameters<typeof cluster>[0] = {}, count = 20) {
  const records = [...homes(count, driver), hubDb(driver)];
  const fake = await cluster({ storage: storageWith(records), ...args });
  const plan = planFor(driver, { shelf: await shelfOf(records), system: systemWith(foundOf(records)) });
  return { records, fake, plan };
}

/** Whose files every claim must show. */
const expected = (records: VolumeRecord[]) => Object.fromEntries(records.map(({ claim }) => [claim, claim]));
const homesOnly = (records: VolumeRecord[]) => records.filter(({ claim }) => claim !== "hub-db");

describe.each(drivers)("%s", (driver) => {
  test("twenty homes and the hub's database are attached to a fresh cluster", async () => {
    const { records, fake, plan } = await disaster(driver);
    const { report } = await runOnce(fake, plan);
    expect(report.attached.sort()).toEqual(records.map(claimKey).sort());
    expect(report).toMatchObject({ already: 0, notes: [] });
    // The database's claim is the stack's to make.
    expect(contents(fake)).toEqual(expected(homesOnly(records)));
    makeStackClaim(fake, driver, report.stackClaims["hub-db"]);
    expect(contents(fake)).toEqual(expected(records));
    expect(
      outcome(fake).every((one) => one.phase === "Bound" && one.phaseOfVolume === "Bound" && one.reclaim === "Retain"),
    ).toBe(true);
    expect(fake.storage.made).toEqual([]);
  });

  test("a home's claim and volume as they are made", async () => {
    const { fake, plan } = await disaster(driver, {}, 1);
    await runOnce(fake, plan);
    expect(fake.writes.filter(({ path }) => !path.includes("configmaps"))).toMatchSnapshot();
  });

  test("a second run writes nothing", async () => {
    const { fake, plan, records } = await disaster(driver);
    const { report: first } = await runOnce(fake, plan);
    makeStackClaim(fake, driver, first.stackClaims["hub-db"]);
    const before = fake.writes.length;
    const { report } = await runOnce(fake, plan);
    expect(fake.writes.slice(before)).toEqual([]);
    expect(report).toMatchObject({ attached: [], already: records.length });
    // What the stack's claim was made with stays the same, so that nothing of it would be changed.
    expect(report.stackClaims).toEqual(first.stackClaims);
  });

  test("what it did stands in the cluster", async () => {
    const { fake, plan, records } = await disaster(driver);
    await runOnce(fake, plan);
    const { data } = fake.store.get("/api/v1/namespaces/hub/configmaps", "reattachment") as unknown as {
      data: Record<string, string>;
    };
    expect(data["attached"]?.split("\n").sort()).toEqual(records.map(claimKey).sort());
    expect(data).toEqual({
      at: expect.any(String),
      seconds: expect.any(String),
      attached: expect.any(String),
      notes: "",
      // No inventory, and so no cluster before this one, was seen.
      fenced: "",
    });
  });

  test("progress counts up to all", async () => {
    const { fake, plan } = await disaster(driver);
    const { lines } = await runOnce(fake, plan);
    expect(lines).toEqual(Array.from({ length: 21 }, (_, done) => `re-attaching: ${done + 1} of 21 volumes`));
  });

  test("claims that were deleted get their volume back, by the volume's own object", async () => {
    const { fake, plan, records } = await disaster(driver);
    const { report } = await runOnce(fake, plan);
    makeStackClaim(fake, driver, report.stackClaims["hub-db"]);
    const before = fake.volumes().length;
    fake.removeClaim("home-user-0003");
    fake.removeClaim("hub-db");
    const { report: second } = await runOnce(fake, plan);
    makeStackClaim(fake, driver, driver === "local" ? {} : { ...second.stackClaims["hub-db"] });
    expect(second).toMatchObject({ attached: expect.arrayContaining(["hub/home-user-0003"]) as string[], already: 19 });
    expect(contents(fake)).toEqual(expected(records));
    expect(fake.volumes()).toHaveLength(before);
  });

  test("without an inventory, the storage system alone is enough", async () => {
    const { fake, plan, records } = await disaster(driver);
    await runOnce(fake, { ...plan, shelf: undefined });
    expect(contents(fake)).toEqual(expected(homesOnly(records)));
  });

  test("with an inventory alone, nobody asks the storage system", async () => {
    const { fake, plan, records } = await disaster(driver);
    await runOnce(fake, { ...plan, system: undefined });
    expect(contents(fake)).toEqual(expected(homesOnly(records)));
  });

  test("lists of more than one page are read whole", async () => {
    const { fake, plan, records } = await disaster(driver, {}, 1203);
    const { report: first } = await runOnce(fake, plan);
    makeStackClaim(fake, driver, first.stackClaims["hub-db"]);
    const before = fake.writes.length;
    const { report } = await runOnce(fake, plan);
    expect(report).toMatchObject({ attached: [], already: records.length });
    expect(fake.writes).toHaveLength(before);
    expect(fake.calls.filter(({ path }) => path.includes("continue=")).length).toBeGreaterThan(2);
  }, 60_000);

  test("what other people have in the cluster is left as it is", async () => {
    const { fake, plan } = await disaster(driver);
    const theirs = {
      spec: {
        storageClassName: "another",
        accessModes: ["ReadWriteOnce"],
        resources: { requests: { storage: "1Gi" } },
      },
    };
    fake.make({
      kind: "PersistentVolumeClaim",
      metadata: { name: "home-stranger", namespace: "hub" },
      ...theirs,
    } as Parameters<typeof fake.make>[0]);
    await runOnce(fake, plan);
    expect(fake.claims().find(({ metadata }) => metadata.name === "home-stranger")).toMatchObject({
      ...theirs,
      status: { phase: "Pending" },
    });
  });

  test("a preview names and counts, and writes nothing; it knows what a living cluster has", async () => {
    const { fake, plan, records } = await disaster(driver);
    const preview = async (access: typeof fake.access | undefined) =>
      previewRecovery(plan, await readRecords(plan), access);
    expect(await preview(undefined)).toMatchObject({ attached: records.map(claimKey).sort(), already: 0 });
    expect(await preview(fake.access)).toMatchObject({ attached: records.map(claimKey).sort(), already: 0 });
    expect(fake.writes).toEqual([]);
    const { report } = await runOnce(fake, plan);
    makeStackClaim(fake, driver, report.stackClaims["hub-db"]);
    const before = fake.writes.length;
    expect(await preview(fake.access)).toMatchObject({ attached: [], already: records.length });
    expect(fake.writes).toHaveLength(before);
  });

  test("a preview beside a cluster of another generation counts everything", async () => {
    const { fake, plan, records } = await disaster(driver, { name: "lab-0" });
    await runOnce(fake, plan);
    expect(await previewRecovery(plan, await readRecords(plan), fake.access)).toMatchObject({
      attached: records.map(claimKey).sort(),
    });
  });

  test("a preview of a cluster that nobody answers for counts everything", async () => {
    const { fake, plan, records } = await disaster(driver);
    await fake.close();
    expect((await previewRecovery(plan, await readRecords(plan), fake.access)).attached).toHaveLength(records.length);
  });

  test("a preview of a cluster that answers and cannot say what it has says so", async () => {
    const { fake, plan, records } = await disaster(driver);
    fake.setFaults([{ kind: "status", status: 403, path: "persistentvolumes" }]);
    const preview = await previewRecovery(plan, await readRecords(plan), fake.access);
    expect(preview.attached).toHaveLength(records.length);
    expect(preview.notes).toEqual([
      expect.stringMatching(
        /^Cluster lab-1 answers, and what it has cannot be read \(.*persistentvolumes.* answered 403/,
      ),
    ]);
  });
});

describe("many at once", () => {
  test.each(drivers)("%s: never more than the limit, and much faster than one by one", async (driver) => {
    const { fake, plan, records } = await disaster(driver, {}, 64);
    fake.setFaults([{ kind: "slow", milliseconds: 100 }]);
    const start = performance.now();
    await runOnce(fake, plan);
    const took = performance.now() - start;
    expect(fake.busiest).toBeLessThanOrEqual(16);
    expect(fake.busiest).toBeGreaterThan(8);
    // Each call took 100 ms; one after another they would have taken all of that together.
    expect(took).toBeLessThan((fake.calls.length * 100) / 4);
    expect(contents(fake)).toEqual(expected(homesOnly(records)));
  });
});

describe("a busy or failing API", () => {
  test.each(drivers)(
    "%s: calls that are refused for the moment, or cut off, are made again",
    async (driver) => {
      const { fake, plan, records } = await disaster(driver);
      fake.setFaults([
        { kind: "status", status: 429, calls: 2 },
        { kind: "status", status: 500, method: "POST", path: "/persistentvolume", calls: 3 },
        // The object is made, and nobody hears of it.
        { kind: "cut", method: "POST", path: "/persistentvolume", calls: 6 },
        { kind: "cut", method: "GET", calls: 2 },
      ]);
      await runOnce(fake, plan);
      expect(contents(fake)).toEqual(expected(homesOnly(records)));
      expect(fake.storage.made).toEqual([]);
    },
    30_000,
  );

  test("a volume that cannot be attached is named, and the others are attached", async () => {
    const { fake, plan, records } = await disaster("local");
    fake.setFaults([
      { kind: "status", status: 422, method: "POST", path: "/namespaces/hub/persistentvolumeclaims", calls: 1 },
    ]);
    const text = await failure(runOnce(fake, plan));
    expect(text).toMatch(
      /^1 of 21 volumes could not be attached; the others are\. Run the same command again[^]*\nhub\/home-user-\d+: .*answered 422/,
    );
    expect(Object.keys(contents(fake))).toHaveLength(19);
    await runOnce(fake, plan);
    expect(contents(fake)).toEqual(expected(homesOnly(records)));
  });
});
