import {
  claimKey,
  sourceKey,
  type ExistingClaim,
  type ExistingVolume,
} from "../../../../components/storage/recovery/cluster";
import { planSteps } from "../../../../components/storage/recovery/plan";
import type { VolumeRecord } from "../../../../components/storage/recovery/types";
import { drivers, home, type Driver } from "./fixtures";

const mark = { name: "lab-1", uid: "own" };

const claimOf = (record: VolumeRecord, more: Partial<ExistingClaim> = {}): ExistingClaim => ({
  namespace: record.namespace,
  claim: record.claim,
  bound: false,
  ...more,
});
const volumeOf = (record: VolumeRecord, more: Partial<ExistingVolume> = {}): ExistingVolume => ({
  name: "pv",
  phase: "Bound",
  storageClass: record.storageClass,
  claim: { namespace: record.namespace, claim: record.claim },
  source: record.source,
  ...more,
});

/** What is planned for one record: the step, or "attached", or the refusal. */
function planned(record: VolumeRecord, claims: ExistingClaim[], volumes: ExistingVolume[]): string {
  const { steps, attached, refusals } = planSteps([record], { mark, claims, volumes });
  expect(steps.length + attached.length + Math.min(refusals.length, 1)).toBe(1);
  const [step] = steps;
  if (step !== undefined) return step.do === "release" ? `release ${step.volume}` : step.do;
  return attached.length > 0 ? `attached ${claimKey(attached[0]!)}` : (refusals[0] ?? "");
}

const ada = { local: home("ada", "local"), trident: home("ada", "trident") };
const bob = { local: home("bob", "local"), trident: home("bob", "trident") };

/** A claim of Ada's that the cluster has. */
const claims: Record<string, (driver: Driver) => ExistingClaim[]> = {
  none: () => [],
  "bound to pv": (driver) => [claimOf(ada[driver], { bound: true, volumeName: "pv" })],
  "bound to other": (driver) => [claimOf(ada[driver], { bound: true, volumeName: "other" })],
  "asks for pv": (driver) => [claimOf(ada[driver], { volumeName: "pv" })],
  "asks for what is gone": (driver) => [claimOf(ada[driver], { volumeName: "gone" })],
  "waits, without a wish": (driver) => [claimOf(ada[driver])],
  "imports its own": (driver) => [claimOf(ada[driver], { importing: "trident_pvc_home_ada" })],
  "imports another": (driver) => [claimOf(ada[driver], { importing: "trident_pvc_home_bob" })],
};
/** The object of Ada's volume in the cluster. */
const volumes: Record<string, (driver: Driver) => ExistingVolume[]> = {
  none: () => [],
  Bound: (driver) => [volumeOf(ada[driver])],
  "set aside": (driver) => [volumeOf(ada[driver], { phase: "Available" })],
  Released: (driver) => [volumeOf(ada[driver], { phase: "Released" })],
  "bound to Bob's claim": (driver) => [volumeOf(ada[driver], { claim: { namespace: "hub", claim: "home-bob" } })],
};
/** A volume with somebody else's bytes. */
const other = (driver: Driver): ExistingVolume => volumeOf(ada[driver], { name: "other", source: bob[driver].source });

const table = drivers.flatMap((driver) =>
  Object.keys(claims).flatMap((claim) => Object.keys(volumes).map((volume) => [driver, claim, volume] as const)),
);

/** Every combination, and what is planned for it: the whole truth on one page. */
test("every state of claim and volume", () => {
  const page = table.map(([driver, claim, volume]) => {
    const existing = [...volumes[volume]!(driver), ...(claim === "bound to other" ? [other(driver)] : [])];
    return `${driver} | claim: ${claim} | volume: ${volume} → ${planned(ada[driver], claims[claim]!(driver), existing)}`;
  });
  expect(page.join("\n")).toMatchSnapshot();
});

test.each(table)("%s, claim: %s, volume: %s: what holds in every state", (driver, claim, volume) => {
  const existing = [...volumes[volume]!(driver), ...(claim === "bound to other" ? [other(driver)] : [])];
  const result = planned(ada[driver], claims[claim]!(driver), existing);
  // Somebody else's volume is never touched.
  if (volume === "bound to Bob's claim") expect(result).toContain("belongs to hub/home-bob");
  if (claim === "bound to other") expect(result).toMatch(/belongs to|it has the volume/);
  // A claim without annotations is Trident's to make a new, empty volume for, or already has one.
  if (driver === "trident" && claim === "waits, without a wish" && volume === "none")
    expect(result).toContain("would be empty");
  // "attached" is only ever said of a claim that is bound to the recorded volume.
  expect(result.startsWith("attached")).toBe(
    claim === "bound to pv" && volume !== "none" && volume !== "bound to Bob's claim",
  );
});

test("without a cluster, everything is attached", () => {
  const records = [ada.local, bob.trident];
  expect(planSteps(records, undefined)).toEqual({
    steps: records.map((record) => ({ do: "attach", record })),
    attached: [],
    refusals: [],
  });
});

test.each(drivers)("%s: a claim with another volume is named with both", (driver) => {
  const text = planned(ada[driver], [claimOf(ada[driver], { bound: true, volumeName: "other" })], [other(driver)]);
  expect(text).toContain(sourceKey(ada[driver].source));
  expect(text).toContain(sourceKey(bob[driver].source));
});

test("a volume of another driver under the claim is named as the cluster does", () => {
  const { source: _source, ...foreign } = other("local");
  expect(planned(ada.local, [claimOf(ada.local, { bound: true, volumeName: "other" })], [foreign])).toContain(
    "it has the volume other",
  );
});

describe("the local provisioner, when a claim was deleted and made again, leaves the old object beside the new one", () => {
  const old = volumeOf(ada.local, { name: "pvc-0", phase: "Released" });
  const now = volumeOf(ada.local, { name: "pvc-1" });
  const claim = claimOf(ada.local, { bound: true, volumeName: "pvc-1" });

  test.each([
    ["before it in the list", [old, now]],
    ["after it in the list", [now, old]],
  ])("%s: the claim has its volume", (_where, existing) => {
    expect(planned(ada.local, [claim], existing)).toBe("attached hub/home-ada");
  });

  test("one object that is Bob's is enough to refuse", () => {
    const his = volumeOf(ada.local, { name: "pvc-2", claim: { namespace: "hub", claim: "home-bob" } });
    for (const existing of [
      [his, now],
      [now, his],
    ])
      expect(planned(ada.local, [claim], existing)).toContain("belongs to hub/home-bob");
  });
});

test("an object of the name that a re-attached volume gets, with other bytes, is in the way", () => {
  const inTheWay = volumeOf(ada.local, { name: "hub.home-ada", phase: "Released", source: bob.local.source });
  expect(planned(ada.local, [], [inTheWay])).toMatch(/PersistentVolume hub.home-ada .*\/srv\/dsaas\/hub\/home-bob/);
  // Where Trident names the object, that one is in nobody's way.
  expect(planned(ada.trident, [], [{ ...inTheWay, source: bob.trident.source }])).toBe("attach");
});

describe("a free volume of a class that Trident imports for (NetApp/trident#1116)", () => {
  const free = (storageClass: string): ExistingVolume => ({ name: "free", phase: "Available", storageClass });
  const plan = (record: VolumeRecord, volume: ExistingVolume) =>
    planSteps([record], { mark, claims: [], volumes: [volume] }).refusals;

  test("stops everything", () => {
    expect(plan(ada.trident, free("homes"))).toEqual([
      expect.stringMatching(/PersistentVolume free of class homes is free/),
    ]);
  });
  test("does not where it is of another class, set aside, or nothing is imported", () => {
    expect(plan(ada.trident, free("scratch"))).toEqual([]);
    expect(plan(ada.trident, { ...free("homes"), claim: { namespace: "hub", claim: "home-eve" } })).toEqual([]);
    expect(plan(ada.local, free("dsaas-home"))).toEqual([]);
  });
});

test("every refusal is there at once", () => {
  const his = claimOf(bob.local, { bound: true, volumeName: "other" });
  const hers = claimOf(ada.local, { bound: true, volumeName: "other" });
  expect(planSteps([ada.local, bob.local], { mark, claims: [hers, his], volumes: [] }).refusals).toHaveLength(2);
});
