import fc from "fast-check";
import { withFigures } from "../../bench/figures";
import { growth, median, rounded } from "../../bench/statistics";

test("the median is the middle one, or between the two in the middle, whatever the order", () => {
  expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([7])]).toEqual([2, 2.5, 7]);
  expect(() => median([])).toThrow("no figures");
});

test("growth tells the power of the size that a cost follows", () => {
  const positive = fc.double({ min: 0.01, max: 100, noNaN: true });
  const power = fc.double({ min: 0, max: 3, noNaN: true });
  fc.assert(
    fc.property(positive, power, (scale, exponent) => {
      const cost = (size: number) => ({ size, cost: scale * size ** exponent });
      expect(growth(cost(100), cost(1000))).toBeCloseTo(exponent, 6);
    }),
  );
  expect(() => growth({ size: 10, cost: 1 }, { size: 10, cost: 2 })).toThrow("No growth");
  expect(() => growth({ size: 10, cost: 0 }, { size: 100, cost: 2 })).toThrow("No growth");
});

test("figures have two decimals", () => expect(rounded(1.005 + 2.1)).toBe(3.11));

test("each aim stands beside the figure before it, and nowhere else", () => {
  const figures = { "first, s": 1.5, "second, s": 2, "aim, s": 3, third: 4, "aim of the third": 5, last: 6 };
  const page = withFigures("<!-- figures -->\n<!-- /figures -->", [
    { measured: "2026-01-02", cores: 2, memoryGiB: 24, figures },
  ]);
  const rows = page.split("\n").filter((line) => line.includes("2 cores"));
  expect(
    rows.map((row) =>
      row
        .split("|")
        .slice(1, 4)
        .map((cell) => cell.trim()),
    ),
  ).toEqual([
    ["first, s", "1.5", ""],
    ["second, s", "2", "3"],
    ["third", "4", "5"],
    ["last", "6", ""],
  ]);
});
