import fc from "fast-check";
import { capacity, unixMode } from "../../../../components/storage/ontap/volume";
import { tridentVolume } from "../../../fakes/ontap";

test("a mode is read from octal digits, and no mode of a home reads as one in another way", () => {
  expect([755, 770, 700, 2770, 4755, 1777].map(unixMode)).toEqual(["0755", "0770", "0700", "2770", "4755", "1777"]);
  expect([undefined, 0, 55, 555, 493, 511, 504, 888, 17777].map(unixMode)).toEqual(Array(9).fill(undefined));
  // A system that told modes as plain numbers (0755 as 493) would be refused, never misread.
  for (let mode = 0; mode <= 0o7777; mode++) if ((mode & 0o700) === 0o700) expect(unixMode(mode)).toBeUndefined();
});

test("a claim's size comes back, whatever the reserve", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 47 }), fc.integer({ min: 0, max: 90 }), (size, reserve) => {
      const claim = capacity({ uuid: "u", name: "n", size, space: { snapshot: { reserve_percent: reserve } } });
      expect(BigInt(claim ?? -1)).toBe((BigInt(size) * BigInt(100 - reserve)) / 100n);
    }),
  );
  fc.assert(
    fc.property(
      fc.integer({ min: 2 ** 20, max: 2 ** 46 }),
      fc.constantFrom(0, 5, 10, 20, 50),
      (request, snapshotReserve) => {
        const { uuid, name, size = 0, space } = tridentVolume({ namespace: "h", claim: "c", request, snapshotReserve });
        const reserve = space?.snapshot?.reserve_percent ?? 0;
        const claim = capacity({ uuid, name, size, space: { snapshot: { reserve_percent: reserve } } }) ?? 0;
        expect(Math.abs(claim - request)).toBeLessThanOrEqual(1);
      },
    ),
  );
});
