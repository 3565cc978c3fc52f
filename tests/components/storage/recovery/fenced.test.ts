/** The fence in a whole run. Only here time passes faster, since nobody wants to wait for a cluster to be silent. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { seal } from "../../../../components/storage/recovery/seal";
import type { Shelf } from "../../../../components/storage/recovery/shelf";
import {
  cluster,
  contents,
  drivers,
  failure,
  homes,
  key,
  planFor,
  runOnce,
  shelfOf,
  storageWith,
  tidyUp,
} from "./fixtures";

jest.mock("node:timers/promises", () => ({
  setTimeout: (time: number) => new Promise((resolve) => setTimeout(resolve, Math.min(time, 100))),
}));

let hearts: NodeJS.Timeout[] = [];
afterEach(async () => {
  hearts.forEach((heart) => clearInterval(heart));
  hearts = [];
  await tidyUp();
});

/** A cluster that gives signs of life for as long as `lives` says so. */
async function heart(shelf: Shelf, mark: { name: string; uid: string }, lives = () => true): Promise<void> {
  let beat = 0;
  const sign = () =>
    writeFile(join(shelf.folder, "heartbeat"), seal("heartbeat", { cluster: mark, beat: ++beat, at: "" }, key));
  await sign();
  hearts.push(setInterval(() => void (lives() && sign()), 20));
}

describe.each(drivers)("%s", (driver) => {
  const records = homes(3, driver);
  const scene = async () => {
    const shelf = await shelfOf(records);
    const fake = await cluster({ storage: storageWith(records) });
    return { shelf, fake, plan: planFor(driver, { shelf }) };
  };

  test("another cluster that lives: refused by its name, and nothing was written", async () => {
    const { shelf, fake, plan } = await scene();
    await heart(shelf, { name: "lab-0", uid: "a" });
    expect(await failure(runOnce(fake, plan))).toContain("Cluster lab-0 still uses the volumes");
    expect(fake.writes).toEqual([]);
  });

  test("another cluster that died: it waits, says so, and attaches", async () => {
    const { shelf, fake, plan } = await scene();
    await heart(shelf, { name: "lab-0", uid: "a" }, () => false);
    const { lines } = await runOnce(fake, plan);
    expect(lines[0]).toMatch(/^waiting \d+ s to see that cluster lab-0 no longer lives$/);
    expect(Object.keys(contents(fake))).toHaveLength(3);
  });

  test("this cluster itself lives: nobody waits", async () => {
    const { shelf, fake, plan } = await scene();
    await heart(shelf, { name: fake.name, uid: fake.uid });
    const { lines } = await runOnce(fake, plan);
    expect(lines).toHaveLength(3);
  });
});
