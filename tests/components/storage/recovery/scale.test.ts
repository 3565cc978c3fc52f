/** How it grows with the number of homes; only ratios, since every machine is another. */
import { planSteps } from "../../../../components/storage/recovery/plan";
import { joinRecords } from "../../../../components/storage/recovery/records";
import {
  cluster,
  drivers,
  foundOf,
  homes,
  inventoryOf,
  planFor,
  runOnce,
  shelfOf,
  storageWith,
  systemWith,
  tidyUp,
  type Driver,
} from "./fixtures";

afterEach(tidyUp);

const [few, many] = [200, 2000];

async function measured(driver: Driver, count: number) {
  const records = homes(count, driver);
  const fake = await cluster({ storage: storageWith(records) });
  const plan = planFor(driver, { shelf: await shelfOf(records), system: systemWith(foundOf(records)) });
  const start = performance.now();
  const { report } = await runOnce(fake, plan);
  const seconds = (performance.now() - start) / 1000;
  expect(report.attached).toHaveLength(count);
  const calls = fake.calls.length;
  await runOnce(fake, plan);
  return { seconds, again: fake.calls.length - calls, calls, heap: process.memoryUsage().heapUsed };
}

test.each(drivers)(
  "%s: ten times the homes take about ten times as long, and as many calls",
  async (driver) => {
    // Once before, so that nothing is compiled in the first measurement.
    await measured(driver, few);
    const small = await measured(driver, few);
    const large = await measured(driver, many);
    // Ten; with the square it would be a hundred. The machine does other things besides.
    expect(large.seconds / small.seconds).toBeLessThan(40);
    expect(large.calls / small.calls).toBeLessThan(11);
    // A run that finds everything done only lists it.
    expect(large.again).toBeLessThan(large.calls / 20);
    // Fake, records and calls together: a few kilobytes for each home, and not one for each pair of homes.
    expect((large.heap - small.heap) / (many - few)).toBeLessThan(64 * 1024);
  },
  180_000,
);

test("twenty thousand homes are planned in a time that grows with them, not with their square", () => {
  const took = (count: number) => {
    const records = homes(count, "trident");
    const reading = { state: "good" as const, inventory: inventoryOf(records), notes: [] };
    const { decisions, defaults } = planFor("trident");
    const times = [1, 2, 3].map(() => {
      const start = performance.now();
      const joined = joinRecords(reading, foundOf(records), decisions, defaults, "hub");
      const plan = planSteps(joined.records, undefined);
      expect(plan.steps).toHaveLength(count);
      return performance.now() - start;
    });
    return Math.min(...times);
  };
  took(few);
  expect(took(20_000) / took(2_000)).toBeLessThan(40);
}, 60_000);
