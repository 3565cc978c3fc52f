import fc from "fast-check";
import { claimOf, readComment } from "../../../../components/storage/ontap/comment";
import { tridentComment } from "../../../fakes/ontap";

const text = fc.string({ unit: "binary", minLength: 1 });
const name = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);

test("what was written is read back", () => {
  const labels = fc.record(
    { stack: text, namespace: text, claim: text, class: text, backend: text },
    { requiredKeys: [] },
  );
  fc.assert(fc.property(labels, (written) => expect(readComment(tridentComment(written))).toEqual(written)));
});

test("other labels beside ours do not matter", () => {
  fc.assert(
    fc.property(fc.dictionary(text, text), name, (others, claim) => {
      expect(readComment(tridentComment({ ...others, claim })).claim).toBe(claim);
    }),
  );
});

test("no comment makes it throw, and one that is cut says nothing", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.json(), fc.constant(undefined)), (comment) => {
      readComment(comment);
    }),
  );
  const whole = tridentComment({ stack: "lab", namespace: "hub", claim: "claim-ada" });
  for (let length = 0; length < whole.length; length++) expect(readComment(whole.slice(0, length))).toEqual({});
});

test.each([
  ["nothing", undefined],
  ["empty", ""],
  ["other people's text", "backup nightly, ask Eva"],
  ["null", "null"],
  ["a number", "7"],
  ["a list", '[{"provisioning":{"claim":"x"}}]'],
  ["another program's JSON", '{"owner":{"claim":"x"}}'],
  ["labels that are a text", '{"provisioning":"claim"}'],
  ["values that are no texts", '{"provisioning":{"claim":7,"namespace":null,"stack":["lab"]}}'],
  ["empty values", '{"provisioning":{"claim":"","namespace":""}}'],
])("%s says nothing", (_, comment) => {
  expect(readComment(comment)).toEqual({});
});

test.each([
  [{ namespace: "hub", claim: "claim-ada" }, true],
  [{ namespace: "hub", claim: "claim-ada.lovelace" }, true],
  [{ namespace: "hub" }, false],
  [{ claim: "claim-ada" }, false],
  [{ namespace: "{{.volume.Namespace}}", claim: "claim-ada" }, false],
  [{ namespace: "hub", claim: "<no value>" }, false],
  [{ namespace: "hub", claim: "../other" }, false],
  [{ namespace: "Hub", claim: "claim-ada" }, false],
  [{ namespace: "h".repeat(64), claim: "claim-ada" }, false],
  [{ namespace: "hub", claim: `${"c".repeat(60)}.`.repeat(5) + "c" }, false],
])("%j names a claim: %j", (labels, named) => {
  expect(claimOf(labels)).toEqual(named ? labels : undefined);
});
