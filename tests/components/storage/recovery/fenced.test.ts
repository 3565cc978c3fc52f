/** The fence in a whole run. Only here time passes faster, since nobody wants to wait for a cluster to be silent. */
import { renameSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { seal } from "../../../../components/storage/recovery/seal";
import { readRecords, recover } from "../../../../components/storage/recovery/run";
import type { Shelf } from "../../../../components/storage/recovery/shelf";
import {
  cluster,
  contents,
  drivers,
  failure,
  gib,
  home,
  homes,
  inventoryOf,
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
function heart(shelf: Shelf, mark: { name: string; uid: string }, lives = () => true): void {
  let beat = 0;
  // Renamed, so that nobody ever reads half of it.
  const sign = () => {
    const path = join(shelf.folder, "heartbeat");
    writeFileSync(`${path}.new`, seal("heartbeat", { cluster: mark, beat: ++beat, at: "" }, key));
    renameSync(`${path}.new`, path);
  };
  sign();
  hearts.push(
    setInterval(() => {
      if (lives()) sign();
    }, 20),
  );
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
    heart(shelf, { name: "lab-0", uid: "a" });
    expect(await failure(runOnce(fake, plan))).toContain("Cluster lab-0 still uses the volumes");
    expect(fake.writes).toEqual([]);
  });

  test("another cluster that died: it waits, says so, and attaches", async () => {
    const { shelf, fake, plan } = await scene();
    heart(shelf, { name: "lab-0", uid: "a" }, () => false);
    const { lines } = await runOnce(fake, plan);
    expect(lines[0]).toMatch(/^waiting \d+ s to see that cluster lab-0 no longer lives$/);
    expect(Object.keys(contents(fake))).toHaveLength(3);
  });

  test("another cluster that a handover has stopped: nobody waits, and what its users made last is attached", async () => {
    const { shelf, fake, plan } = await scene();
    heart(shelf, { name: "lab-0", uid: "a" }, () => false);
    const early = await readRecords(plan);
    const more = [...records, home("late", driver)];
    fake.storage.add({
      name: "trident_pvc_home_late",
      backend: "nas",
      size: 10 * gib,
      content: "home-late",
      mode: "770",
    });
    await writeFile(join(shelf.folder, "inventory"), seal("inventory", inventoryOf(more), key));
    const lines: string[] = [];
    const attach = () => recover(plan, early, fake.access, { report: (line) => void lines.push(line) }, "a");
    expect((await attach()).attached).toContain("hub/home-late");
    expect(lines.join()).not.toContain("waiting");
    const told = () =>
      fake.store.find("/api/v1/namespaces/hub/configmaps", "reattachment") as unknown as { data: object };
    const first = told().data;
    expect(first).toMatchObject({ fenced: "a", attached: expect.stringContaining("home-late") as string });
    // Run again, nothing is left to attach; what was done is still told.
    expect((await attach()).attached).toEqual([]);
    expect(told().data).toEqual(first);
  });

  test("this cluster itself lives: nobody waits", async () => {
    const { shelf, fake, plan } = await scene();
    heart(shelf, { name: fake.name, uid: fake.uid });
    const { lines } = await runOnce(fake, plan);
    expect(lines).toHaveLength(3);
  });
});
