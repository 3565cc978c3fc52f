import { randomBytes } from "node:crypto";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { MAX_USER_DATA_BYTES, userDataOf } from "../../../../components/machines/openstack/userdata";

test("any text comes back as it was", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(gunzipSync(Buffer.from(userDataOf("demo-1", text), "base64")).toString("utf8")).toBe(text);
    }),
  );
});

test("what Nova takes fits, more is refused with the machine and both sizes", () => {
  const fits = randomBytes(34_000).toString("base64");
  expect(userDataOf("demo-1", fits).length).toBeLessThanOrEqual(MAX_USER_DATA_BYTES);
  const tooMuch = randomBytes(60_000).toString("base64");
  expect(() => userDataOf("demo-1", tooMuch)).toThrow(/user data of demo-1 would take \d+ bytes.*at most 65535/);
});
