import fc from "fast-check";
import { claimKey, sourceKey } from "../../../../components/storage/recovery/cluster";
import { joinRecords, type Decisions } from "../../../../components/storage/recovery/records";
import type { InventoryReading } from "../../../../components/storage/recovery/shelf";
import type { FoundVolume } from "../../../../components/storage/recovery/types";
import { gib, home, inventoryOf, planFor } from "./fixtures";

const { defaults } = planFor("trident");

describe("whatever inventory, storage system and operator say", () => {
  const claim = fc.constantFrom("home-ada", "home-bob", "home-eve", "hub-db");
  const source = fc
    .constantFrom(..."abcde")
    .map((letter) => ({ driver: "trident" as const, backend: "nas", volume: letter }));
  const size = fc.constantFrom(gib, 10 * gib, 20 * gib);
  const record = fc
    .record({ claim, source, capacity: size })
    .map(({ claim: name, ...rest }) => home("", "trident", { claim: name, ...rest }));
  const records = fc.uniqueArray(record, { selector: claimKey, maxLength: 4 });
  const reading: fc.Arbitrary<InventoryReading> = fc.oneof(
    records.map((volumes): InventoryReading => ({ state: "good", inventory: inventoryOf(volumes), notes: [] })),
    fc.constant<InventoryReading>({ state: "none" }),
    fc.constant<InventoryReading>({ state: "damaged", reasons: ["/srv/inventory is cut short"] }),
  );
  const volume: fc.Arbitrary<FoundVolume> = fc
    .record({ source, claim: fc.option(claim), size: fc.option(size), offline: fc.integer({ min: 0, max: 9 }) })
    .map((one) => ({
      source: one.source,
      ...(one.claim !== null && { claim: { namespace: "hub", claim: one.claim } }),
      ...(one.size !== null && { size: one.size }),
      ...(one.offline === 0 && { unusable: "is offline" }),
    }));
  const found = fc.option(fc.uniqueArray(volume, { selector: ({ source: there }) => sourceKey(there), maxLength: 5 }), {
    nil: undefined,
  });
  const key = claim.map((name) => `hub/${name}`);
  const decisions: fc.Arbitrary<Decisions> = fc.record({
    choose: fc.dictionary(
      key,
      fc.constantFrom(..."abcdef").map((letter) => `nas:${letter}`),
      { maxKeys: 2 },
    ),
    skip: fc.uniqueArray(key, { maxLength: 2 }),
  });

  test("no volume goes to two claims, no claim gets two, nobody is forgotten, and decisions hold", () => {
    let passed = 0;
    fc.assert(
      fc.property(reading, found, decisions, (inventory, onStorage, decided) => {
        const result = joinRecords(inventory, onStorage, decided, defaults, "hub");
        const claims = result.records.map(claimKey);
        expect(new Set(claims).size).toBe(claims.length);
        for (const one of result.records) {
          expect(decided.skip).not.toContain(claimKey(one));
          const choice = decided.choose[claimKey(one)];
          if (choice !== undefined) expect(sourceKey(one.source)).toBe(choice);
          const itself = onStorage?.find((there) => sourceKey(there.source) === sourceKey(one.source));
          if (onStorage !== undefined) expect(itself).toBeDefined();
          expect(itself?.unusable).toBeUndefined();
          expect(one.capacity).toBeLessThanOrEqual(itself?.size ?? Infinity);
        }
        const known = [
          ...(inventory.state === "good" ? inventory.inventory.volumes : []),
          ...(onStorage ?? []).flatMap((one) => (one.claim ? [one.claim] : [])),
        ].map(claimKey);
        for (const one of known)
          expect(
            claims.includes(one) || decided.skip.includes(one) || result.refusals.some((text) => text.includes(one)),
          ).toBe(true);
        if (result.refusals.length > 0) return;
        passed++;
        expect(new Set(result.records.map((one) => sourceKey(one.source))).size).toBe(result.records.length);
      }),
      { numRuns: 5000, seed: 1 },
    );
    // The property was not only looked at where everything is refused.
    expect(passed).toBeGreaterThan(200);
  });
});
