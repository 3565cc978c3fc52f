/** The storage system slow, refusing, or giving half a page: then nothing is concluded from it, and nothing is written. */
import { ontapSystem } from "../../../../components/storage/ontap/volumes";
import { readRecords } from "../../../../components/storage/recovery/run";
import type { OntapFault } from "../../../fakes/ontap";
import { access, fake as ontapFake, homes as ontapHomes, stopAll } from "../ontap/fixtures";
import { seal } from "../../../../components/storage/recovery/seal";
import {
  cluster,
  contents,
  failure,
  foundOf,
  home,
  inventoryOf,
  key,
  planFor,
  runOnce,
  shelfOf,
  shelfWith,
  storageWith,
  systemWith,
  tidyUp,
} from "./fixtures";

afterEach(async () => {
  await stopAll();
  await tidyUp();
});

const options = { timeout: 1000, attempts: 2, sleep: () => Promise.resolve() };

async function scene(faults: OntapFault[]) {
  const ontap = await ontapFake({ volumes: ontapHomes(30), faults });
  const own = { svm: "research", backend: "nas", driver: "ontap-nas" as const, storagePrefix: "dsaas_", stack: "lab" };
  const system = ontapSystem({ access: access(ontap), ...own, options });
  const fake = await cluster();
  const shelf = await shelfOf([home("ada", "trident")]);
  return { ontap, fake, plan: planFor("trident", { shelf, system }) };
}

test.each<[string, OntapFault[]]>([
  ["slow", [{ kind: "slow", milliseconds: 2_000 }]],
  ["trickling", [{ kind: "trickle" }]],
  ["refusing", [{ kind: "status", status: 503 }]],
  ["without rights", [{ kind: "status", status: 401 }]],
  ["giving half a page", [{ kind: "halfPage", path: "/api/storage/volumes" }]],
  ["cutting off", [{ kind: "cut", path: "/api/storage/volumes" }]],
  ["going in circles", [{ kind: "loop", path: "/api/storage/volumes" }]],
  ["with an error inside", [{ kind: "errorInside", path: "/api/storage/volumes" }]],
  ["answering something else", [{ kind: "garbage" }]],
])(
  "%s",
  async (_what, faults) => {
    const { fake, plan } = await scene(faults);
    // Nothing to go by but the storage system: one sentence, which names it.
    const text = await failure(readRecords({ ...plan, shelf: undefined }));
    expect(text).toMatch(/^ONTAP at 127\.0\.0\.1:\d+[^\n]*\.$/);
    expect(await failure(runOnce(fake, { ...plan, shelf: undefined }))).toBe(text);
    expect(fake.calls).toEqual([]);
    // With an inventory there are volumes to attach all the same, and nobody knows whether they are right.
    expect(await failure(runOnce(fake, plan))).toContain(text);
    expect(fake.calls.filter(({ method }) => method !== "GET")).toEqual([]);
  },
  30_000,
);

test("the cluster that wrote the inventory, and has all of it, does without the storage system's answer", async () => {
  const records = [home("ada", "trident"), home("ben", "trident")];
  const fake = await cluster({ storage: storageWith(records) });
  const working = planFor("trident", {
    shelf: await shelfOf(records),
    system: systemWith(foundOf(records)),
    stackClaims: [],
  });
  await runOnce(fake, working);
  const written = inventoryOf(records, { cluster: { name: "lab-1", uid: fake.uid } });
  const shelf = await shelfWith({ inventory: seal("inventory", written, key) });
  const away = { name: "nas", volumes: () => Promise.reject(new Error("The storage is being looked after.")) };

  const { report } = await runOnce(fake, { ...working, shelf, system: away });
  expect(report).toMatchObject({ attached: [], already: 2 });
  expect(report.notes.join()).toMatch(/^The storage is being looked after\. This cluster has every volume/);

  // Another cluster than the one that wrote it, or a home that is missing, is not enough.
  expect(await failure(runOnce(fake, { ...working, system: away }))).toContain("The storage is being looked after.");
  const more = inventoryOf([...records, home("cleo", "trident")], { cluster: written.cluster });
  const longer = await shelfWith({ inventory: seal("inventory", more, key) });
  const text = await failure(runOnce(fake, { ...working, shelf: longer, system: away }));
  expect(text).toContain("The storage is being looked after.");
});

test("an SVM that is not there is no SVM without volumes", async () => {
  const { fake, plan, ontap } = await scene([]);
  const own = { svm: "reserach", backend: "nas", driver: "ontap-nas" as const, storagePrefix: "dsaas_", stack: "lab" };
  const system = ontapSystem({ access: access(ontap), ...own, options });
  expect(await failure(runOnce(fake, { ...plan, system }))).toContain("nothing was concluded");
  expect(fake.calls.filter(({ method }) => method !== "GET")).toEqual([]);
});

test("nobody there", async () => {
  const { fake, plan, ontap } = await scene([]);
  await ontap.close();
  expect(await failure(runOnce(fake, plan))).toMatch(/ONTAP at 127\.0\.0\.1/);
  expect(fake.calls.filter(({ method }) => method !== "GET")).toEqual([]);
});

test("whole, it is believed: every volume is attached under its own name", async () => {
  const { fake, plan, ontap } = await scene([]);
  for (const { name, size = 0 } of ontapHomes(30))
    fake.storage.add({ name, backend: "nas", size, content: name, mode: "770" });
  const { report } = await runOnce(fake, { ...plan, shelf: undefined });
  expect(report.attached).toHaveLength(30);
  expect(Object.keys(contents(fake))).toHaveLength(30);
  expect(ontap.requests.every(({ method }) => method === "GET")).toBe(true);
});

test("a directory that cannot be listed stops the run, too", async () => {
  const fake = await cluster();
  const system = { name: "/srv/dsaas", volumes: () => Promise.reject(new Error("/srv/dsaas cannot be listed.")) };
  expect(await failure(runOnce(fake, planFor("local", { system })))).toBe("/srv/dsaas cannot be listed.");
  expect(fake.calls).toEqual([]);
});
