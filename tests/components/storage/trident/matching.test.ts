import fc from "fast-check";
import { classParameters } from "../../../../components/storage/trident/classes";
import { matches, offeredPools, requestOf, type OfferedPool } from "../../../../components/storage/trident/matching";
import { parseSelector, selects } from "../../../../components/storage/trident/matching/selector";
import type { ClassParameters, TridentBackend } from "../../../../components/storage/trident/types";
import { backends, homes } from "./example";

const fits = (parameters: ClassParameters, pool: OfferedPool) =>
  matches(requestOf(classParameters({ parameters })).request, pool);
const namesOf = (parameters: ClassParameters, backend: TridentBackend) =>
  offeredPools(backend, "prod")
    .filter((pool) => fits(parameters, pool))
    .map(({ name }) => name);

const key = fc.constantFrom("a", "b-c", "d_e", "tier");
const value = fc.constantFrom("gold", "bronze", "x-1", "y_2");
const labels = fc.dictionary(key, value);
const anyPool = fc
  .constantFrom<TridentBackend>(...Object.values(backends))
  .chain((backend) => fc.constantFrom(...offeredPools(backend, "prod")))
  .chain((pool) => labels.map((extra) => ({ ...pool, labels: { ...pool.labels, ...extra } })));

const sometimes = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const anyParameters: fc.Arbitrary<ClassParameters> = fc
  .record({
    backendType: sometimes(fc.constantFrom<TridentBackend["driver"]>("ontap-nas", "solidfire-san", "fake")),
    media: sometimes(fc.constantFrom<"ssd" | "hdd">("ssd", "hdd")),
    snapshots: sometimes(fc.boolean()),
    clones: sometimes(fc.boolean()),
    replication: sometimes(fc.boolean()),
    IOPS: sometimes(fc.integer({ min: 0, max: 10_000 })),
    selector: sometimes(fc.tuple(key, value).map(([k, v]) => `${k}=${v}`)),
    storagePools: sometimes(fc.constantFrom({ nas: ["pool_0"] }, { ".*": [".*"] }, { element: ["gold"] })),
  })
  .map((all) => Object.fromEntries(Object.entries(all).filter(([, one]) => one !== undefined)));

describe("selectors", () => {
  test.each([
    ["tier=gold", { tier: "gold" }, true],
    ["tier == gold", { tier: "gold" }, true],
    ["tier=gold", {}, false],
    ["tier!=gold", { tier: "bronze" }, true],
    ["tier!=gold", {}, false],
    ["tier in (gold, bronze)", { tier: "bronze" }, true],
    ["tier in (gold)", {}, false],
    ["tier notin (gold)", {}, true],
    ["tier notin (gold)", { tier: "gold" }, false],
    ["tier", { tier: "x" }, true],
    ["!tier", { tier: "x" }, false],
    ["!tier", {}, true],
    ["tier=gold; use in (homes,data)", { tier: "gold", use: "data" }, true],
    ["tier=gold; use in (homes,data)", { tier: "gold", use: "scratch" }, false],
  ])("%s on %j", (selector, own, expected) => {
    const requirements = parseSelector(selector);
    expect(requirements && selects(requirements, own)).toBe(expected);
  });

  test.each(["", ";", "a=b;", "a=b,c=d", "a in b", "a b", "a=ö", "in (a)"])("%j is none", (selector) => {
    expect(parseSelector(selector)).toBeUndefined();
  });

  test("in and notin are each other's opposite, and equals is in with one value", () => {
    fc.assert(
      fc.property(labels, key, fc.array(value, { minLength: 1 }), (own, k, values) => {
        const set = `(${values.join(",")})`;
        expect(on(`${k} notin ${set}`, own)).toBe(!on(`${k} in ${set}`, own));
        expect(on(`${k}=${values[0]}`, own)).toBe(on(`${k} in (${values[0]})`, own));
        expect(on(`${k}!=${values[0]}`, own)).toBe(on(k, own) && on(`${k} notin (${values[0]})`, own));
        expect(on(`!${k}`, own)).toBe(!on(k, own));
      }),
    );
  });

  test("a longer selector never selects more", () => {
    fc.assert(
      fc.property(labels, key, value, key, value, (own, k1, v1, k2, v2) => {
        const [one, two] = [`${k1}=${v1}`, `${k2} notin (${v2})`];
        expect(on(`${one};${two}`, own)).toBe(on(one, own) && on(two, own));
      }),
    );
  });

  test("no text is more than refused", () => {
    fc.assert(fc.property(fc.string(), (text) => void parseSelector(text)));
  });
});

const on = (selector: string, own: Record<string, string>) => selects(parseSelector(selector) ?? [], own);

describe("classes and pools", () => {
  test("a class that asks for nothing fits every pool", () => {
    fc.assert(fc.property(anyPool, (pool) => fits({}, pool)));
  });

  test("asking for more never fits more", () => {
    fc.assert(
      fc.property(anyPool, anyParameters, fc.nat(255), (pool, all, kept) => {
        const some = Object.fromEntries(Object.entries(all).filter((_, i) => (kept >> i) % 2 === 1));
        if (fits(all, pool)) expect(fits(some, pool)).toBe(true);
      }),
    );
  });

  test("what a pool offers, each alone and all together, fits it", () => {
    fc.assert(
      fc.property(anyPool, (pool) => {
        const text = Object.entries(pool.text).map(([name, [first]]) => ({ [name]: first }) as ClassParameters);
        const flags = Object.entries(pool.flags).map(([name, offer]) => ({ [name]: offer }) as ClassParameters);
        const iops = pool.iops ? [{ IOPS: pool.iops.min }, { IOPS: pool.iops.max }] : [];
        for (const one of [...text, ...flags, ...iops]) expect([one, fits(one, pool)]).toEqual([one, true]);
        expect(fits(Object.assign({}, ...text, ...flags, ...iops) as ClassParameters, pool)).toBe(true);
      }),
    );
  });

  test("an excluded pool never fits, an additional one always", () => {
    fc.assert(
      fc.property(anyPool, anyParameters, (pool, parameters) => {
        const here = { [pool.backend]: [pool.name ?? ".*"] };
        expect(fits({ ...parameters, additionalStoragePools: here }, pool)).toBe(true);
        expect(fits({ ...parameters, additionalStoragePools: here, excludeStoragePools: here }, pool)).toBe(false);
      }),
    );
  });

  test("an order of parameters changes nothing", () => {
    fc.assert(
      fc.property(anyPool, anyParameters, (pool, parameters) => {
        const reversed = Object.fromEntries(Object.entries(parameters).reverse());
        expect(fits(reversed, pool)).toBe(fits(parameters, pool));
      }),
    );
  });

  test.each<[string, ClassParameters, TridentBackend, (string | undefined)[]]>([
    ["pools by a part of their name", { storagePools: { nas: ["1$"] } }, backends["ontap-nas"], ["nas_pool_1"]],
    ["backends by their whole name", { storagePools: { na: [".*"] } }, backends["ontap-nas"], []],
    ["additional pools alone are the only ones", { additionalStoragePools: { x: [".*"] } }, homes, []],
    ["region of a pool over the backend's", { region: "south" }, backends["ontap-nas"], ["nas_pool_1"]],
    ["labels of pools and backend", { selector: "tier=gold; use=homes" }, backends["ontap-nas"], ["nas_pool_0"]],
    ["media that are said to be there", { media: "ssd" }, backends["ontap-nas"], ["nas_pool_0", "nas_pool_1"]],
    ["media that nobody said", { media: "ssd" }, homes, []],
    ["replication that nobody said", { replication: true }, homes, []],
    ["an aggregate that nobody named, under any name", { storagePools: { homes: [".*"] } }, homes, [undefined]],
    ["an aggregate that nobody named, by a name", { storagePools: { homes: ["aggr1"] } }, homes, []],
    ["an aggregate that nobody named, perhaps excluded", { excludeStoragePools: { homes: ["aggr1"] } }, homes, []],
    ["an aggregate by its name", { storagePools: { homes: ["aggr1"] } }, { ...homes, aggregate: "aggr1" }, ["aggr1"]],
    ["no snapshots on qtrees", { snapshots: true }, backends["ontap-nas-economy"], []],
    ["IOPS of a kind", { IOPS: 5000 }, backends["solidfire-san"], ["element_pool_0"]],
    ["only thin on Element", { provisioningType: "thick" }, backends["solidfire-san"], []],
    ["only iSCSI by default", { sanType: "nvme" }, backends["ontap-san"], []],
  ])("%s", (_, parameters, backend, expected) => {
    expect(namesOf(parameters, backend)).toEqual(expected);
  });

  test("kinds of Element without virtual pools are pools", () => {
    const { pools: _, ...backend } = backends["solidfire-san"];
    expect(namesOf({ IOPS: 500 }, backend)).toEqual(["element_bronze"]);
  });

  test("fake: physical pools offer their own, virtual ones what any of them does", () => {
    const physical = {
      a: { sizeGiB: 1, media: ["ssd" as const], snapshots: true },
      b: { sizeGiB: 1, snapshots: false },
    };
    const fake: TridentBackend = { driver: "fake", name: "trial", protocol: "file", physicalPools: physical };
    expect(namesOf({ snapshots: true }, fake)).toEqual(["a"]);
    expect(namesOf({ media: "ssd" }, fake)).toEqual(["a"]);
    expect(namesOf({ clones: false }, fake)).toEqual([]);
    expect(namesOf({ snapshots: true, media: "ssd" }, { ...fake, pools: [{ region: "eu-west" }] })).toEqual([
      "fake_euwest_pool_0",
    ]);
  });
});

describe("parameters", () => {
  test.each([
    ["speed", "fast", "would ignore the whole class"],
    ["snapshots", "yes", "true nor false"],
    ["IOPS", "many", "whole number"],
    ["selector", "a b", "selector"],
    ["storagePools", "homes", "list of pools"],
    ["excludeStoragePools", "homes:(", "list of pools"],
    ["additionalStoragePools", "homes:(?=a)", "list of pools"],
  ])("%s = %s is refused", (parameter, text, remedy) => {
    const { refused } = requestOf({ [`trident.netapp.io/${parameter}`]: text });
    expect(refused).toEqual([
      expect.objectContaining({ value: text, remedy: expect.stringContaining(remedy) as string }),
    ]);
  });

  test("Kubernetes' own are passed over", () => {
    const parameters = { "csi.storage.k8s.io/fstype": "xfs", fsType: "ext4" };
    expect(requestOf(parameters)).toMatchObject({ request: { attributes: [] }, refused: [] });
  });
});
