import { check, create, diff, refresh, type Resource, update } from "../../../lab/plugins/common/resource";
import { hasUnknown, type Properties, same, UNKNOWN } from "../../../lab/plugins/common/values";

const thing: Resource = {
  token: "test:index/thing:Thing",
  replacing: ["size", "names"],
  updating: ["note"],
  defaults: () => ({ size: 1 }),
  computed: ["result"],
  stateVersion: 2,
  check: ({ size }) => (size === 0 ? [{ property: "size", reason: "0 is too small" }] : []),
  create: ({ size }) => ({ id: "one", outputs: { result: `made of ${String(size)}` } }),
  outdated: ({ note }) => (note === "old" ? ["result"] : []),
  refresh: (state) => ({ ...state, note: "seen" }),
};

const made = async (inputs: Properties) => (await create(thing, inputs, false)).outputs;

test("a new resource has its arguments, the defaults and what was made", async () => {
  expect(await create(thing, { note: "a" }, false)).toEqual({
    id: "one",
    outputs: { size: 1, note: "a", result: "made of 1", __meta: '{"schema_version":"2"}' },
  });
});

test("a preview makes nothing and says what it does not know", async () => {
  const { id, outputs } = await create({ ...thing, create: () => fail() }, { size: 2 }, true);
  expect([id, outputs]).toEqual(["", { size: 2, result: UNKNOWN }]);
});

const fail = (): never => {
  throw new Error("was asked to create");
};

test.each<[string, Properties, Properties, string[], string[]]>([
  ["nothing", {}, {}, [], []],
  ["a default that is spelt out", {}, { size: 1 }, [], []],
  ["null is none", { note: "a" }, { note: "a", names: null }, [], []],
  ["the order of keys", { names: { a: 1, b: 2 } }, { names: { b: 2, a: 1 } }, [], []],
  ["a replacing argument", {}, { size: 2 }, ["size"], ["size"]],
  ["a deep change", { names: [{ a: ["x"] }] }, { names: [{ a: ["y"] }] }, ["names"], ["names"]],
  ["a longer list", { names: ["x"] }, { names: ["x", "y"] }, ["names"], ["names"]],
  ["an argument taken away", { size: 2 }, {}, ["size"], ["size"]],
  ["an updating argument", {}, { note: "a" }, ["note"], []],
  ["what is not known yet", { names: ["x"] }, { names: [UNKNOWN] }, ["names"], ["names"]],
  ["what has grown old", { note: "old" }, { note: "old" }, ["result"], ["result"]],
  ["what today's arguments make old", {}, { note: "old" }, ["result", "note"], ["result"]],
])("difference: %s", async (_, before, after, changed, replaces) => {
  expect(diff(thing, await made(before), after)).toEqual({ changed, replaces });
});

test("an update keeps what was made and takes the new arguments", async () => {
  const state = await made({ note: "a", size: 3 });
  expect(update(thing, { ...state, result: "as it was" }, { note: "b", size: 3 })).toEqual({
    ...{ size: 3, note: "b", result: "as it was" },
    __meta: '{"schema_version":"2"}',
  });
  expect(update(thing, state, { size: 3 })).not.toHaveProperty("note");
});

test("mistakes are found in what is known only", () => {
  expect(check(thing, { size: 0 })).toEqual([{ property: "size", reason: "0 is too small" }]);
  expect(check({ ...thing, check: ({ size }) => (size === undefined ? [] : fail()) }, { size: UNKNOWN })).toEqual([]);
});

test("a refresh says what it found, by default the state", () => {
  expect(refresh(thing, { size: 1 })).toEqual({ size: 1, note: "seen" });
  const { refresh: _, ...still } = thing;
  expect(refresh(still, { size: 1 })).toEqual({ size: 1 });
});

test("unknown is found at any depth", () => {
  expect([UNKNOWN, [UNKNOWN], { a: [{ b: UNKNOWN }] }].map(hasUnknown)).toEqual([true, true, true]);
  expect(["x", null, 1, true, [], {}, undefined].some(hasUnknown)).toBe(false);
});

test("same tells lists from objects", () => {
  expect(same([], {})).toBe(false);
  expect(same({ a: null }, {})).toBe(true);
  expect(same(["a"], { 0: "a" })).toBe(false);
});
