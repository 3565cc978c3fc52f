import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { seal } from "../../../../components/storage/recovery/seal";
import { Shelf } from "../../../../components/storage/recovery/shelf";
import { folder, home, inventoryOf, key, shelfWith, tidyUp } from "./fixtures";

afterEach(tidyUp);

const sealed = (sequence: number, who = key) => seal("inventory", inventoryOf([home("ada")], { sequence }), who);

test("the newest inventory is taken", async () => {
  const shelf = await shelfWith({ inventory: sealed(8), "inventory.previous": sealed(7) });
  expect(await shelf.inventory()).toEqual({
    state: "good",
    inventory: inventoryOf([home("ada")], { sequence: 8 }),
    notes: [],
  });
});

test.each([
  ["cut short", sealed(8).slice(0, -20), "is cut short"],
  ["empty", "", "is not a file of the kind inventory"],
  ["forged", sealed(8, "another key"), "signature"],
  ["changed", sealed(8).replace("home-ada", "home-bob"), "signature"],
  ["of another kind", seal("heartbeat", {}, key), "not a file of the kind"],
  ["signed and no inventory", seal("inventory", { version: 1 }, key), "signed and yet no inventory: cluster"],
  [
    "signed and of a driver that is unknown",
    seal("inventory", inventoryOf([{ ...home("ada"), source: { driver: "tape" } as never }]), key),
    "no inventory: volumes.0.source.driver",
  ],
])("a newest one that is %s: its predecessor is taken, and a note says so", async (_what, text, reason) => {
  const shelf = await shelfWith({ inventory: text, "inventory.previous": sealed(7) });
  const read = await shelf.inventory();
  expect(read).toMatchObject({ state: "good", inventory: { sequence: 7 } });
  const [note] = read.state === "good" ? read.notes : [];
  expect(note).toContain(`${join(shelf.folder, "inventory")} `);
  expect(note).toContain(reason);
  expect(note).toContain("inventory.previous was taken instead");
});

test("a newest one that is missing: its predecessor is taken", async () => {
  const shelf = await shelfWith({ "inventory.previous": sealed(7) });
  expect(await shelf.inventory()).toMatchObject({ state: "good", inventory: { sequence: 7 } });
});

test("both damaged: each is named with its reason", async () => {
  const shelf = await shelfWith({ inventory: sealed(8).slice(9), "inventory.previous": sealed(7, "another key") });
  const read = await shelf.inventory();
  expect(read).toMatchObject({ state: "damaged" });
  expect(read.state === "damaged" && read.reasons).toEqual([
    expect.stringContaining(`${join(shelf.folder, "inventory")} is not a file`),
    expect.stringContaining(`${join(shelf.folder, "inventory.previous")} does not carry this stack's signature`),
  ]);
});

test("an empty folder, or none yet, is a first deployment", async () => {
  expect(await (await shelfWith({})).inventory()).toEqual({ state: "none" });
  expect(await new Shelf(join(await folder(), "dsaas-storage/inventory"), key).inventory()).toEqual({ state: "none" });
});

test("a folder that must be there from the beginning, and is not, is a mistake", async () => {
  const place = await folder();
  const missing = new Shelf(join(place, "export"), key, { mounted: true });
  await expect(missing.inventory()).rejects.toThrow(/cannot be read \(ENOENT.*mount that folder on this machine/);
  await expect(missing.heartbeat()).rejects.toThrow("mount that folder");
  expect(await new Shelf(place, key, { mounted: true }).inventory()).toEqual({ state: "none" });
});

test("a folder that cannot be looked into is no empty one", async () => {
  const place = await folder();
  // A file where the folder should be, as root reads everything.
  await writeFile(join(place, "file"), "");
  const shelf = new Shelf(join(place, "file"), key);
  await expect(shelf.inventory()).rejects.toThrow(/cannot be read \(ENOTDIR.*dsaas:storage.inventory.seenAt/);
  await expect(shelf.heartbeat()).rejects.toThrow("cannot be read");
  // A folder where the file should be.
  await mkdir(join(place, "inventory"));
  await expect(new Shelf(place, key).inventory()).rejects.toThrow("EISDIR");
});

test("the sign of life; one that nobody of this stack has signed is some other cluster's", async () => {
  const beat = { cluster: { name: "lab-0", uid: "a" }, beat: 5, at: "2026-11-21T08:00:00Z" };
  expect(await (await shelfWith({})).heartbeat()).toBeUndefined();
  expect(await (await shelfWith({ heartbeat: seal("heartbeat", beat, key) })).heartbeat()).toEqual(beat);
  for (const text of [seal("heartbeat", beat, "another key"), "", "torn", seal("heartbeat", {}, key)]) {
    const unknown = await (await shelfWith({ heartbeat: text })).heartbeat();
    expect(unknown).toEqual({ cluster: { name: "that this stack does not know", uid: "" }, beat: 0, at: text });
  }
});
