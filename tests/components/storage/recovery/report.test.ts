import { doneLines, previewLines, refusalText, type Report } from "../../../../components/storage/recovery/report";

const names = (count: number) => Array.from({ length: count }, (_, index) => `hub/home-${index}`);
const reportOf = (more: Partial<Report>): Report => ({ attached: [], already: 0, notes: [], stackClaims: {}, ...more });

test("a preview counts and names", () => {
  expect(previewLines(reportOf({ attached: names(2), already: 1 }))).toEqual([
    "Re-attachment: 2 volumes will be attached, 1 has its volume already. To attach: hub/home-0, hub/home-1.",
  ]);
  expect(previewLines(reportOf({ attached: names(1) }))).toEqual([
    "Re-attachment: 1 volume will be attached, 0 have their volume already. To attach: hub/home-0.",
  ]);
});

test("an update says what it did, and how long it took", () => {
  expect(doneLines(reportOf({ attached: names(2), already: 3, seconds: 1.25 }))).toEqual([
    "Re-attachment: 2 volumes attached in 1.3 s, 3 had their volume already. Attached: hub/home-0, hub/home-1.",
  ]);
});

test("of very many, fifty are named and the rest is counted", () => {
  for (const line of [
    ...previewLines(reportOf({ attached: names(2000) })),
    ...doneLines(reportOf({ attached: names(2000) })),
  ]) {
    expect(line).toContain("2000 volumes");
    expect(line).toMatch(/hub\/home-49 and 1950 more\.$/);
    expect(line).not.toContain("hub/home-50");
  }
});

test("where there is nothing to say, nothing is said; a note is said in any case", () => {
  expect(previewLines(reportOf({ already: 20 }))).toEqual([]);
  expect(doneLines(reportOf({ already: 20 }))).toEqual([]);
  expect(previewLines(reportOf({ already: 20, notes: ["The inventory is damaged."] }))).toEqual([
    "Re-attachment: 0 volumes will be attached, 20 have their volume already.",
    "The inventory is damaged.",
  ]);
});

test("refusals are counted and listed", () => {
  expect(refusalText(["one.", "two."])).toBe(
    "Nothing was re-attached, and the hub was not started: 2 questions are open.\n  - one.\n  - two.",
  );
  expect(refusalText(["one."])).toContain("1 question is open");
});
