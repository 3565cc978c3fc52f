import { claimKey, sourceKey } from "../../../../components/storage/recovery/cluster";
import { joinRecords, type Decisions, type Defaults } from "../../../../components/storage/recovery/records";
import type { InventoryReading } from "../../../../components/storage/recovery/shelf";
import type { FoundVolume, VolumeRecord } from "../../../../components/storage/recovery/types";
import { foundOf, gib, home, inventoryOf, tridentSource } from "./fixtures";

const defaults: Defaults = {
  storageClass: "the default class",
  capacity: 5 * gib,
  accessModes: ["ReadWriteOnce"],
  labels: { "dsaas/volume": "home" },
};
const none: Decisions = { choose: {}, skip: [] };

function good(volumes: VolumeRecord[], notes: string[] = []): InventoryReading {
  return { state: "good", inventory: inventoryOf(volumes), notes };
}
const damaged: InventoryReading = { state: "damaged", reasons: ["/srv/inventory is cut short"] };
const join = (reading: InventoryReading, found: FoundVolume[] | undefined, decisions = none) =>
  joinRecords(reading, found, decisions, defaults, "hub");

const ada = home("ada", "trident");
const bob = home("bob", "trident");
/** A second volume that says it is Ada's. */
const copy = tridentSource("copy");
const keyOfAda = "hub/home-ada";
const [foundAda, foundBob] = foundOf([ada, bob]) as [FoundVolume, FoundVolume];
const foundCopy: FoundVolume = { ...foundAda, source: copy };
const skipAda: Decisions = { choose: {}, skip: [keyOfAda] };
const choose = (volume: string): Decisions => ({ choose: { [keyOfAda]: volume }, skip: [] });
const nameOf = (source: FoundVolume["source"]) => sourceKey(source);

describe("what fits together is attached", () => {
  test.each<[string, InventoryReading, FoundVolume[] | undefined]>([
    ["inventory and storage system agree", good([ada, bob]), [foundAda, foundBob]],
    ["the storage system is not asked", good([ada, bob]), undefined],
    [
      "the volumes themselves tell nothing",
      good([ada, bob]),
      [{ source: ada.source }, { source: bob.source, size: 11 * gib }],
    ],
    ["there are other people's volumes too", good([ada, bob]), [foundAda, foundBob, { source: copy }]],
  ])("%s", (_what, reading, found) => {
    expect(join(reading, found)).toEqual({ records: [ada, bob], refusals: [], notes: [] });
  });

  test("without an inventory, the storage system tells it all, and a note names them", () => {
    const { records, refusals, notes } = join({ state: "none" }, [
      { ...foundAda, owner: "ada", storageClass: "homes" },
    ]);
    expect(refusals).toEqual([]);
    expect(records).toEqual([
      {
        ...defaults,
        namespace: "hub",
        claim: "home-ada",
        owner: "ada",
        storageClass: "homes",
        capacity: ada.capacity,
        source: ada.source,
      },
    ]);
    expect(notes).toEqual([`There is no inventory; 1 volumes were found on the storage system itself: ${keyOfAda}.`]);
  });

  test("a volume without a known size is asked for with the size of a home, never more than it has", () => {
    const local: FoundVolume = {
      source: { driver: "local", path: "/srv/dsaas/hub/home-ada" },
      claim: { namespace: "hub", claim: "home-ada" },
    };
    expect(join({ state: "none" }, [local]).records).toMatchObject([
      { capacity: 5 * gib, storageClass: "the default class" },
    ]);
    expect(join({ state: "none" }, [{ ...local, size: gib }]).records).toMatchObject([{ capacity: gib }]);
  });

  test("what a stale inventory lacks comes from the storage system, and a note says so", () => {
    const { records, refusals, notes } = join(good([ada]), [foundAda, foundBob]);
    expect(refusals).toEqual([]);
    expect(records.map(claimKey)).toEqual([keyOfAda, "hub/home-bob"]);
    expect(notes).toEqual([
      "The inventory of 2026-11-21T08:00:00Z lacks 1 volumes that the storage system has: hub/home-bob.",
    ]);
  });

  test("a damaged inventory is no loss where the storage system can be asked", () => {
    const { records, refusals, notes } = join(damaged, [foundAda]);
    expect(refusals).toEqual([]);
    expect(records.map(claimKey)).toEqual([keyOfAda]);
    expect(notes).toEqual(["/srv/inventory is cut short. The list was made anew from the storage system alone."]);
  });

  test("that the newest inventory was damaged is passed on", () => {
    expect(join(good([ada], ["the newest is damaged; the previous was taken instead"]), undefined).notes).toEqual([
      "the newest is damaged; the previous was taken instead.",
    ]);
  });

  test("nothing at all is a first deployment", () => {
    expect(join({ state: "none" }, undefined)).toEqual({ records: [], refusals: [], notes: [] });
    expect(join({ state: "none" }, [])).toEqual({ records: [], refusals: [], notes: [] });
  });

  test("where the volume is exported, and its mode, the inventory knows; the storage system fills what it lacks", () => {
    const { unixPermissions: _mode, ...bare } = tridentSource("home-ada");
    const nfs = { server: "192.0.2.50", path: "/x" };
    const found = { ...foundAda, source: { ...bare, nfs, unixPermissions: "0777" } };
    expect(join(good([ada]), [found]).records[0]?.source).toEqual({ ...bare, nfs, unixPermissions: "0770" });
  });

  test("volumes of other namespaces are somebody else's", () => {
    const other: FoundVolume = { source: copy, claim: { namespace: "dsaas-storage", claim: "inventory" } };
    expect(join(good([ada]), [foundAda, other])).toEqual({ records: [ada], refusals: [], notes: [] });
  });
});

describe("where it does not fit together, nobody guesses", () => {
  test.each<[string, InventoryReading, FoundVolume[] | undefined, Decisions, RegExp]>([
    [
      "two volumes say they are hers",
      { state: "none" },
      [foundAda, foundCopy],
      none,
      /home-ada: 2 volumes say that they are its own: nas:trident_pvc_home_ada, nas:trident_pvc_copy; look into both/,
    ],
    ["two volumes, and the inventory names one", good([ada]), [foundAda, foundCopy], none, /2 volumes say/],
    [
      "the inventory's and another that says it is hers",
      good([ada]),
      [{ source: ada.source }, foundCopy],
      none,
      /inventory names nas:trident_pvc_home_ada, and nas:trident_pvc_copy says that it is its own/,
    ],
    [
      "the inventory's is gone, another says it is hers",
      good([ada]),
      [foundCopy],
      none,
      /nas:trident_pvc_home_ada, which is gone, and nas:trident_pvc_copy says/,
    ],
    [
      "the volume is gone",
      good([ada]),
      [],
      none,
      /its volume nas:trident_pvc_home_ada is not on the storage system; bring it back/,
    ],
    [
      "the inventory's says it is another's",
      good([ada]),
      [{ ...foundBob, source: ada.source }],
      none,
      /home-ada: the inventory names nas:trident_pvc_home_ada, which says that it is hub\/home-bob's/,
    ],
    [
      "one volume is recorded for two",
      good([ada, { ...bob, source: ada.source }]),
      undefined,
      none,
      /nas:trident_pvc_home_ada is recorded for hub\/home-ada and hub\/home-bob/,
    ],
    [
      "more is recorded than the volume has",
      good([ada]),
      [{ ...foundAda, size: gib }],
      none,
      /10737418240 bytes are recorded and its volume nas:trident_pvc_home_ada has 1073741824; enlarge/,
    ],
    [
      "the volume is offline",
      good([ada]),
      [{ ...foundAda, unusable: "is offline" }],
      none,
      /its volume nas:trident_pvc_home_ada is offline; repair that/,
    ],
    [
      "a volume that only the storage system knows is offline",
      { state: "none" },
      [{ ...foundAda, unusable: "is offline" }],
      none,
      /is offline; repair that/,
    ],
    [
      "the inventory is damaged and nobody else can be asked",
      damaged,
      undefined,
      none,
      /cut short\. Without an inventory, and without a look at the storage system/,
    ],
    [
      "another namespace than the hub's",
      good([{ ...ada, namespace: "old" }]),
      undefined,
      none,
      /old\/home-ada: it is not in the hub's namespace hub; put dsaas:hub.namespace back/,
    ],
    [
      "a choice that is not there",
      good([ada]),
      [foundAda],
      choose("nas:none"),
      /choose names nas:none, which the storage system does not have; it has nas:trident_pvc_home_ada/,
    ],
    [
      "a choice that nobody can look up",
      good([ada]),
      undefined,
      choose("nas:none"),
      /choose names nas:none, and this machine does not ask the storage system/,
    ],
    [
      "a choice that is somebody else's",
      good([ada, bob]),
      [foundAda, foundBob],
      choose("nas:trident_pvc_home_bob"),
      /nas:trident_pvc_home_bob is recorded for hub\/home-ada and hub\/home-bob/,
    ],
    [
      "a choice that is too small",
      good([ada]),
      [foundAda, { ...foundCopy, size: gib }],
      choose("nas:trident_pvc_copy"),
      /10737418240 bytes are recorded/,
    ],
    [
      "a choice that is offline",
      good([ada]),
      [{ ...foundCopy, unusable: "is offline" }],
      choose("nas:trident_pvc_copy"),
      /is offline/,
    ],
    [
      "a claim to skip that nobody knows",
      good([bob]),
      undefined,
      skipAda,
      /skip names hub\/home-ada, which nothing is recorded of/,
    ],
  ])("%s", (_what, reading, found, decisions, sentence) => {
    const { refusals } = join(reading, found, decisions);
    expect(refusals).toEqual([expect.stringMatching(sentence)]);
    // One line, and it ends.
    expect(refusals[0]).toMatch(/^[^\n]*\.$/);
  });

  test("every question at once", () => {
    expect(join(good([ada, bob]), []).refusals).toHaveLength(2);
  });
});

describe("a claim that the stack makes itself", () => {
  const remade = (reading: InventoryReading, found: FoundVolume[] | undefined, decisions = none) =>
    joinRecords(reading, found, decisions, defaults, "hub", [keyOfAda]);

  test("is made anew where its volume is gone, and a note says so", () => {
    const { records, refusals, notes } = remade(good([ada, bob]), [foundBob]);
    expect({ records, refusals }).toEqual({ records: [bob], refusals: [] });
    expect(notes).toEqual([
      `${keyOfAda}: its volume nas:trident_pvc_home_ada is gone from the storage system; a new, empty one is made.`,
    ]);
  });

  test("is not where the volume is there, another says it is its own, or nobody looked", () => {
    expect(remade(good([ada]), [foundAda]).records).toEqual([ada]);
    expect(remade(good([ada]), undefined).records).toEqual([ada]);
    expect(remade(good([ada]), [foundCopy]).refusals).toHaveLength(1);
    expect(remade(good([ada]), [foundAda, foundCopy]).refusals).toHaveLength(1);
    expect(remade(good([ada]), [{ ...foundAda, unusable: "is offline" }]).refusals).toHaveLength(1);
    expect(remade(good([ada]), [], choose("nas:none")).refusals).toHaveLength(1);
  });
});

describe("what the operator decides", () => {
  test("one of two volumes is chosen", () => {
    const { records, refusals } = join(good([ada]), [foundAda, foundCopy], choose(nameOf(copy)));
    expect({ refusals, source: records[0]?.source }).toEqual({ refusals: [], source: copy });
    // Whose it is, and what its claim looked like, is still what the inventory knows.
    expect(records[0]).toEqual({ ...ada, source: copy });
  });

  test("a volume that tells nothing is given to a claim that is not known", () => {
    const { records, refusals } = join({ state: "none" }, [{ source: copy, size: gib }], choose(nameOf(copy)));
    expect(refusals).toEqual([]);
    expect(records).toMatchObject([{ namespace: "hub", claim: "home-ada", source: copy, capacity: gib }]);
  });

  test("a choice of what is recorded anyway is none", () => {
    expect(join(good([ada]), undefined, choose(nameOf(ada.source)))).toEqual({
      records: [ada],
      refusals: [],
      notes: [],
    });
  });

  test.each<[string, InventoryReading, FoundVolume[]]>([
    ["two volumes", { state: "none" }, [foundAda, foundCopy, foundBob]],
    ["a volume that is gone", good([ada, bob]), [foundBob]],
    ["a volume that is offline", good([ada, bob]), [{ ...foundAda, unusable: "is offline" }, foundBob]],
  ])("%s: the claim is left out, and the others are attached", (_what, reading, found) => {
    const { records, refusals, notes } = join(reading, found, skipAda);
    expect(refusals).toEqual([]);
    expect(records.map(claimKey)).toEqual(["hub/home-bob"]);
    expect(notes).toContain(`${keyOfAda} is left out, as dsaas:storage.recovery.skip says.`);
  });

  test("one volume for two claims: the wrong one is left out", () => {
    const both = good([ada, { ...bob, source: ada.source }]);
    const { records, refusals } = join(both, undefined, { choose: {}, skip: ["hub/home-bob"] });
    expect({ records, refusals }).toEqual({ records: [ada], refusals: [] });
  });
});
