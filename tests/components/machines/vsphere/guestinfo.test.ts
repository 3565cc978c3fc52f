import { randomBytes } from "node:crypto";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { guestinfo, MAX_GUESTINFO_BYTES } from "../../../../components/machines/vsphere/guestinfo";

const decode = (value: string | undefined) => gunzipSync(Buffer.from(value ?? "", "base64")).toString("utf8");

test("any text comes back as it was", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string(), (userData, metaData) => {
      const values = guestinfo({ userData, metaData });
      expect(decode(values["guestinfo.userdata"])).toBe(userData);
      expect(decode(values["guestinfo.metadata"])).toBe(metaData);
    }),
  );
});

test("says how the values are encoded, in cloud-init's words, and sets nothing else", () => {
  const { ["guestinfo.metadata"]: _m, ["guestinfo.userdata"]: _u, ...rest } = guestinfo({ userData: "", metaData: "" });
  expect(rest).toEqual({ "guestinfo.metadata.encoding": "gzip+base64", "guestinfo.userdata.encoding": "gzip+base64" });
});

test("the same text gives the same bytes, without time or operating system in the header", () => {
  const packed = Buffer.from(guestinfo({ userData: "x", metaData: "" })["guestinfo.userdata"] ?? "", "base64");
  expect(packed.subarray(4, 8)).toEqual(Buffer.alloc(4));
  expect(packed[9]).toBe(255);
});

test("64 KiB fit, more is refused with the key and both sizes", () => {
  // Random bytes as text do not compress below their own entropy.
  const fits = randomBytes(34_000).toString("base64");
  expect(guestinfo({ userData: fits, metaData: "" })["guestinfo.userdata"]?.length).toBeLessThanOrEqual(
    MAX_GUESTINFO_BYTES,
  );
  const tooMuch = randomBytes(60_000).toString("base64");
  expect(() => guestinfo({ userData: tooMuch, metaData: "" })).toThrow(
    /guestinfo\.userdata would take \d+ bytes.*at most 65536/,
  );
});
