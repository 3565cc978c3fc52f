import fc from "fast-check";
import { ontapClient } from "../../../../components/storage/ontap/client";
import { readCollection } from "../../../../components/storage/ontap/paging";
import { tridentVolume } from "../../../fakes/ontap";
import { access, fake, failure, homes, hurried, stopAll, system } from "./fixtures";

afterEach(stopAll);

const path = "/api/storage/volumes";

test("any page size gives the same list", async () => {
  const ontap = await fake();
  const client = ontapClient(access(ontap));
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 1, max: 14 }), async (count, pageSize) => {
      const volumes = homes(count);
      ontap.setVolumes(volumes);
      const records = await readCollection(client, { path, query: { fields: "name" } }, { pageSize });
      const before = ontap.requests.length;
      expect(records.map(({ name }) => name).sort()).toEqual(volumes.map(({ name }) => name).sort());
      expect(before).toBeGreaterThan(0);
    }),
    { numRuns: 40 },
  );
});

test("a list of 23 in pages of 5 takes 5 requests, each behind the last", async () => {
  const ontap = await fake({ volumes: homes(23) });
  await readCollection(ontapClient(access(ontap)), { path, query: {} }, { pageSize: 5 });
  expect(ontap.requests.map((request) => /start\.uuid/.test(request.path))).toEqual([false, true, true, true, true]);
});

test("an empty page with a link to more is not the end: ONTAP stops after 15 s of work", async () => {
  const client = {
    address: "192.0.2.40",
    get: (href: string) =>
      Promise.resolve(
        href.includes("start.uuid")
          ? { records: [{ uuid: "a" }], num_records: 1 }
          : { records: [], num_records: 0, _links: { next: { href: `${path}?start.uuid=0` } } },
      ),
  };
  expect(await readCollection(client, { path, query: {} })).toEqual([{ uuid: "a" }]);
});

test("a UUID twice is an error", async () => {
  const twin = tridentVolume({ namespace: "hub", claim: "claim-ada" });
  const ontap = await fake({ volumes: [twin, { ...twin, name: `${twin.name}_2` }] });
  expect(await failure(system(ontap).volumes())).toContain(`holds the UUID ${twin.uuid} a second time`);
});

test("a list without end ends", async () => {
  const ontap = await fake({ volumes: homes(4) });
  const message = await failure(
    system(ontap, { options: { ...hurried().options, pageSize: 1, maxPages: 3 } }).volumes(),
  );
  expect(message).toContain("there are more than 3 pages");
});

test.each([
  ["a record without UUID", { records: [{ name: "x" }], num_records: 1 }],
  ["no count", { records: [] }],
  ["a count that is none", { records: [], num_records: "0" }],
  ["null", null],
  ["a list", []],
  ["an error of another shape", { records: [], num_records: 0, error: "no" }],
])("%s is no page", async (_, body) => {
  const client = { address: "192.0.2.40", get: () => Promise.resolve(body as unknown) };
  const message = await failure(readCollection(client, { path, query: {} }));
  expect(message).toMatch(/^ONTAP at 192\.0\.2\.40, .*nothing was concluded from it/);
});
