import fc from "fast-check";
import { check, create, diff } from "../../../lab/plugins/common/resource";
import type { Properties } from "../../../lab/plugins/common/values";
import { resources } from "../../../lab/plugins/random/resources";
import { find, officialProperties, ownProperties } from "../names";

const make = (name: string, inputs: Properties) => create(find(resources, name), inputs, false);
const SETS = { lower: /[a-z]/g, upper: /[A-Z]/g, numeric: /[0-9]/g, special: /[^a-zA-Z0-9]/g } as const;
const title = (key: string) => `${key.charAt(0).toUpperCase()}${key.slice(1)}`;

test.each(resources.map(({ token }) => token))("%s has the official properties", (token) => {
  const name = token.split(":")[2] ?? "";
  // The bcrypt hash of a password is left out: nothing here reads it.
  const official = officialProperties("@pulumi/random", token).filter((key) => key !== "bcryptHash");
  expect(ownProperties(find(resources, name))).toEqual(official);
});

describe("any text", () => {
  const flags = fc.record({ lower: fc.boolean(), upper: fc.boolean(), numeric: fc.boolean(), special: fc.boolean() });
  const minimums = fc.record({ lower: fc.nat(4), upper: fc.nat(4), numeric: fc.nat(4), special: fc.nat(4) });

  test("has its length, at least the minimums, and only what is allowed or asked for", async () => {
    await fc.assert(
      fc.asyncProperty(flags, minimums, fc.nat(40), async (allowed, least, more) => {
        const keys = Object.keys(SETS) as (keyof typeof SETS)[];
        fc.pre(more === 0 || keys.some((key) => allowed[key]));
        const length = keys.reduce((sum, key) => sum + least[key], 0) + more;
        fc.pre(length > 0);
        const mins = Object.fromEntries(keys.map((key) => [`min${title(key)}`, least[key]]));
        const { outputs } = await make("RandomPassword", { length, ...allowed, ...mins });
        const result = String(outputs["result"]);
        expect(result).toHaveLength(length);
        for (const key of keys) {
          const count = (result.match(SETS[key]) ?? []).length;
          expect(count).toBeGreaterThanOrEqual(least[key]);
          if (!allowed[key]) expect(count).toBe(least[key]);
        }
      }),
    );
  });

  test("special characters are the given ones", async () => {
    const { outputs } = await make("RandomString", { length: 64, overrideSpecial: "_%@", minSpecial: 20 });
    expect(String(outputs["result"]).replace(/[a-zA-Z0-9]/g, "")).toMatch(/^[_%@]{20,}$/);
  });

  test("every character and every place is used", async () => {
    const { outputs } = await make("RandomPassword", { length: 4000, special: false });
    expect(new Set(String(outputs["result"])).size).toBe(62);
    const firsts = await Promise.all(
      Array.from({ length: 200 }, () =>
        make("RandomPassword", { length: 2, minLower: 1, upper: false, lower: false, special: false }),
      ),
    );
    const places = new Set(firsts.map(({ outputs: { result } }) => String(result).search(/[a-z]/)));
    expect([...places].sort()).toEqual([0, 1]);
  });

  test.each([
    ["length", { length: 0 }],
    ["length", { length: 1.5 }],
    ["length", { length: 3, minLower: 2, minUpper: 2 }],
    ["length", { length: 3, lower: false, upper: false, numeric: false, special: false }],
  ])("a wrong %s is refused: %p", (property, inputs) => {
    for (const name of ["RandomPassword", "RandomString"]) {
      expect(check(find(resources, name), inputs).map((one) => one.property)).toEqual([property]);
    }
  });

  test("a password's id tells nothing, a string's is the string", async () => {
    expect((await make("RandomPassword", { length: 9 })).id).toBe("none");
    const { id, outputs } = await make("RandomString", { length: 9 });
    expect(id).toBe(outputs["result"]);
  });

  test("a state of the official plugin, with every default spelt out, shows no difference", () => {
    const state = {
      ...{ length: 24, lower: true, upper: true, number: true, numeric: true, special: false, result: "x" },
      ...{ minLower: 0, minUpper: 0, minNumeric: 0, minSpecial: 0, bcryptHash: "$2a$10$x", __meta: "{}" },
    };
    const password = find(resources, "RandomPassword");
    expect(diff(password, state, { length: 24, special: false })).toEqual({ changed: [], replaces: [] });
    expect(diff(password, state, { length: 24, special: false, number: true })).toEqual({ changed: [], replaces: [] });
    expect(diff(password, state, { length: 24, special: false, numeric: false }).replaces).toContain("numeric");
  });
});

test("RandomId's forms are one number, behind its prefix", async () => {
  const { id, outputs } = await make("RandomId", { byteLength: 7, prefix: "p-" });
  const bytes = Buffer.from(id, "base64url");
  expect(bytes).toHaveLength(7);
  expect(outputs).toMatchObject({
    b64Url: `p-${id}`,
    b64Std: `p-${bytes.toString("base64")}`,
    hex: `p-${bytes.toString("hex")}`,
    dec: `p-${BigInt(`0x${bytes.toString("hex")}`)}`,
  });
});

test("RandomBytes has the length in both forms", async () => {
  const { outputs } = await make("RandomBytes", { length: 32 });
  expect(Buffer.from(String(outputs["base64"]), "base64").toString("hex")).toBe(outputs["hex"]);
  expect(String(outputs["hex"])).toHaveLength(64);
});

test("RandomUuid is a version 4 UUID", async () => {
  const { id, outputs } = await make("RandomUuid", {});
  expect(outputs["result"]).toBe(id);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("RandomInteger reaches both ends and no further", async () => {
  const drawn = await Promise.all(Array.from({ length: 200 }, () => make("RandomInteger", { min: -1, max: 1 })));
  expect([...new Set(drawn.map(({ outputs: { result } }) => Number(result)))].sort((a, b) => a - b)).toEqual([
    -1, 0, 1,
  ]);
  expect(check(find(resources, "RandomInteger"), { min: 2, max: 1 })).toHaveLength(1);
  expect(check(find(resources, "RandomInteger"), { min: 1, max: 2, seed: "x" })).toHaveLength(1);
});
