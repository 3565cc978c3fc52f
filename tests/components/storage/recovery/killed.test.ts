/** Killed after every single write, and run again. */
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

const fresh = (records: VolumeRecord[]) => cluster({ storage: storageWith(records) });

/** Runs until it is done, and lets Pulumi make the claim of the hub's database; what the cluster is like then. */
async function finish(fake: Awaited<ReturnType<typeof fresh>>, driver: Driver, plan: Parameters<typeof runOnce>[1]) {
  fake.revive();
  const { report } = await runOnce(fake, plan);
  makeStackClaim(fake, driver, report.stackClaims["hub-db"]);
  return outcome(fake).sort((a, b) => (a.claim < b.claim ? -1 : 1));
}

test.each(drivers)(
  "%s: whenever it dies, the next run makes the same of it, and every volume is on its own claim",
  async (driver) => {
    const records = [...homes(20, driver), hubDb(driver)];
    const plan = planFor(driver, { shelf: await shelfOf(records), system: systemWith(foundOf(records)) });
    const undisturbed = await fresh(records);
    const goal = await finish(undisturbed, driver, plan);
    const writes = undisturbed.writes.length;
    expect(writes).toBeGreaterThan(20);

    for (let k = 0; k < writes; k++) {
      const fake = await fresh(records);
      fake.dieAfter(k);
      expect(await failure(runOnce(fake, plan))).toContain("killed");
      // That client is gone, and nothing but what it had written is there.
      expect(fake.claims().length + fake.volumes().length).toBeLessThanOrEqual(2 * k);
      expect(await finish(fake, driver, plan)).toEqual(goal);
      expect(contents(fake)).toEqual(Object.fromEntries(records.map(({ claim }) => [claim, claim])));
      expect(fake.storage.made).toEqual([]);
    }
  },
  180_000,
);

test.each(drivers)(
  "%s: killed again and again, one write at a time, it gets there",
  async (driver) => {
    const records = [...homes(6, driver), hubDb(driver)];
    const plan = planFor(driver, { shelf: await shelfOf(records), system: systemWith(foundOf(records)) });
    const fake = await fresh(records);
    let runs = 0;
    for (let done = false; !done && runs < 40; runs++) {
      fake.dieAfter(1);
      done = (await failure(runOnce(fake, plan))) === "no error";
      // A run that has nothing but the report left to write dies of it for ever.
      if (fake.claims().length === 6) break;
    }
    expect(runs).toBeGreaterThan(3);
    await finish(fake, driver, plan);
    expect(contents(fake)).toEqual(Object.fromEntries(records.map(({ claim }) => [claim, claim])));
    expect(fake.storage.made).toEqual([]);
  },
  60_000,
);

test.each(drivers)(
  "%s: killed while volumes are given back to claims that were deleted",
  async (driver) => {
    const records = [...homes(5, driver), hubDb(driver)];
    const plan = planFor(driver, { shelf: await shelfOf(records), system: systemWith(foundOf(records)) });
    for (let k = 0; k <= 10; k++) {
      const fake = await fresh(records);
      await finish(fake, driver, plan);
      for (const { claim } of records.slice(0, 5)) fake.removeClaim(claim);
      fake.dieAfter(k);
      expect(await failure(runOnce(fake, plan))).toContain("killed");
      fake.revive();
      await runOnce(fake, plan);
      expect(contents(fake)).toEqual(Object.fromEntries(records.map(({ claim }) => [claim, claim])));
      expect(fake.volumes()).toHaveLength(records.length);
    }
  },
  60_000,
);
