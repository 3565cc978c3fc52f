import fc from "fast-check";
import { faultRow, faultTable, worst } from "../../bench/faultTable";
import { outages, unreachable, type Sample } from "../../lab/faults/outage";

/** One question each second; `.` was answered at once, `x` given up after half a second. */
const asked = (answers: string): Sample[] =>
  [...answers].map((answer, i) => {
    const ok = answer === ".";
    return { at: i * 1000, took: ok ? 100 : 500, ok, ...(ok ? {} : { why: `failure ${i}` }) };
  });

test.each([
  ["no failure", "..........", 0],
  ["one failure, until the next answer", "..x.......", 1.1],
  ["answers in between are part of it while failures follow soon", "..x.x..x......", 6.1],
  ["two outages where it was back for good in between", "..x.......x......", 2.2],
  ["from the first question on", "xx......", 2.1],
  ["not back", "....xx", undefined],
  ["not back for good", "x.......x", undefined],
])("%s", (_what, answers, seconds) => {
  expect(unreachable(asked(answers))).toBe(seconds);
});

test("an outage tells what users were told first", () => {
  expect(outages(asked("..xx......"))).toEqual([{ from: 2000, to: 4100, why: "failure 2" }]);
});

test("every failure lies in an outage, and outages are apart", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(".", "x"), { maxLength: 60 }), (answers) => {
      const samples = asked(answers.join(""));
      const found = outages(samples);
      for (const { at, ok } of samples.filter((sample) => !sample.ok))
        expect(ok || found.some(({ from, to = Infinity }) => from <= at && at < to)).toBe(true);
      found.slice(1).forEach(({ from }, i) => expect(from - (found[i]?.to ?? Infinity)).toBeGreaterThanOrEqual(5000));
    }),
  );
});

const outcome = (what: string, seconds: number, whole: number) => ({
  what,
  seen: { api: { seconds }, page: { seconds }, "log-in": { seconds: seconds + 1 }, kernel: { seconds: seconds + 2 } },
  whole,
});

test("the table has a row for each fault, and one for the user's own worker", () => {
  const faults = [outcome("one", 1, 20), outcome("two", 0, 30)].map(faultRow);
  expect(worst(faults)).toEqual({
    "faults: longest without the Kubernetes API, s": 1,
    "faults: longest without log-in, s": 2,
    "faults: longest without an open notebook's kernel, s": 3,
  });
  const lines = faultTable({ measured: "2026-11-25", cores: 2, memoryGiB: 24, faults, newServer: 55 }).split("\n");
  expect(lines.slice(2, 5)).toEqual([
    "| one | 1 | 2 | 3 | 20 |",
    "| two | 0 | 1 | 2 | 30 |",
    "| the user's own worker loses power |  |  | lost; a new server with the same files after 55 |  |",
  ]);
  expect(lines.at(-1)).toBe("Seconds; 2 cores, 24 GiB, 2026-11-25.");
});
