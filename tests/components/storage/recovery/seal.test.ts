import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import fc from "fast-check";
import { open, seal } from "../../../../components/storage/recovery/seal";
import { home, inventoryOf, key } from "./fixtures";

/** Any JSON, with text in any script; what passes through JSON is taken as it comes out (-0 is 0). */
const value = fc.jsonValue({ stringUnit: "grapheme" }).map((made) => JSON.parse(JSON.stringify(made)) as unknown);
const kind = fc.constantFrom("inventory", "heartbeat");
const secret = fc.string({ minLength: 1, unit: "grapheme" });

test("what was sealed is found again", () => {
  fc.assert(
    fc.property(kind, value, secret, (k, v, s) => {
      expect(open(k, seal(k, v, s), s)).toEqual({ state: "good", value: v });
    }),
  );
});

test("a file that was cut short anywhere is damaged", () => {
  const text = seal("inventory", inventoryOf([home("ada"), home("žofie")]), key);
  const bytes = Buffer.from(text);
  for (let length = 0; length < bytes.length; length++)
    expect(open("inventory", bytes.subarray(0, length).toString(), key).state).toBe("damaged");
});

test("a file of which any byte was changed is damaged", () => {
  fc.assert(
    fc.property(kind, value, fc.nat(), fc.integer({ min: 1, max: 255 }), (k, v, place, change) => {
      const bytes = Buffer.from(seal(k, v, key));
      const at = place % bytes.length;
      const text = bytes.toString();
      bytes.writeUInt8((bytes.readUInt8(at) + change) % 256, at);
      // Two spellings of one unreadable character are one and the same text.
      fc.pre(bytes.toString() !== text);
      expect(open(k, bytes.toString(), key).state).toBe("damaged");
    }),
    { numRuns: 1000 },
  );
});

test("anything in between or after is seen", () => {
  const text = seal("inventory", { volumes: [] }, key);
  for (const changed of [
    `${text}\n`,
    `${text}x`,
    ` ${text}`,
    text.replace("\n", " more\n"),
    text.replace("\n", "\n\n"),
  ])
    expect(open("inventory", changed, key).state).toBe("damaged");
});

test("another key, another kind and any text at all are damaged, and say why", () => {
  const text = seal("inventory", { volumes: [] }, key);
  expect(open("inventory", text, "another key")).toMatchObject({
    state: "damaged",
    reason: expect.stringMatching("signature") as string,
  });
  expect(open("heartbeat", text, key)).toMatchObject({
    state: "damaged",
    reason: expect.stringMatching("kind heartbeat") as string,
  });
  expect(open("inventory", text.replace(" 1 ", " 2 "), key)).toMatchObject({
    reason: expect.stringMatching("format 2") as string,
  });
  // Nobody makes a file of one kind into another: the kind is signed too.
  expect(open("heartbeat", text.replace("inventory", "heartbeat"), key).state).toBe("damaged");
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (any) => expect(open("inventory", any, key).state).toBe("damaged")),
  );
});

/** One run of Python's half: what it makes of values, and of files. */
function python(input: object): { sealed: string[]; opened: string[] } {
  const program = `
import json, sys
from dsaas_seal import Damaged, open_sealed, seal
def opened(kind, text, key):
    try:
        return json.dumps(open_sealed(kind, text.encode("utf-8", "surrogatepass"), key))
    except Damaged as problem:
        return f"damaged: {problem}"
given = json.load(sys.stdin)
print(json.dumps({
    "sealed": [seal(*one).decode() for one in given["seal"]],
    "opened": [opened(*one) for one in given["open"]],
}))`;
  const cwd = resolve(__dirname, "../../../../components/storage/inventory/python");
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: "1", PYTHONIOENCODING: "utf-8" };
  const options = { cwd, env, input: JSON.stringify(input), maxBuffer: 2 ** 26 };
  return JSON.parse(execFileSync("python3", ["-c", program], options).toString()) as ReturnType<typeof python>;
}

test("the stack and the cluster's program read each other's files", () => {
  const samples = fc.sample(fc.tuple(kind, value, secret), 300);
  const { sealed, opened } = python({ seal: samples, open: samples.map(([k, v, s]) => [k, seal(k, v, s), s]) });
  samples.forEach(([k, v, s], index) => {
    expect(open(k, sealed[index]!, s)).toEqual({ state: "good", value: v });
    expect(JSON.parse(opened[index]!)).toEqual(v);
  });
});

test("both refuse the same files", () => {
  const text = seal("inventory", { volumes: ["é"] }, key);
  const body = "not JSON";
  const notJson = seal("inventory", 0, key);
  const wrong: [string, string][] = [
    ["inventory", text.slice(0, -1)],
    ["inventory", text.replace("é", "è")],
    ["inventory", text.replace("\n", " more\n")],
    ["inventory", text.replace(" 1 ", " 2 ")],
    ["inventory", ""],
    ["inventory", body],
    ["heartbeat", text],
    ["heartbeat", notJson],
  ];
  const { opened } = python({ seal: [], open: wrong.map(([k, t]) => [k, t, key]) });
  expect(opened.every((answer) => answer.startsWith("damaged: "))).toBe(true);
  expect(wrong.map(([k, t]) => open(k, t, key).state)).toEqual(wrong.map(() => "damaged"));
});
