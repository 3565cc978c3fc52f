import { proportionalKiB, withDescendants } from "../../bench/memory";

test("a process and all that it has started", () => {
  const parents = new Map([
    [2, 1],
    [3, 1],
    [4, 2],
    [5, 4],
    [9, 8],
  ]);
  expect(withDescendants(2, parents)).toEqual([2, 4, 5]);
  expect(withDescendants(1, parents).sort()).toEqual([1, 2, 3, 4, 5]);
  expect(withDescendants(7, parents)).toEqual([7]);
});

test("proportional memory of a process", () => {
  expect(proportionalKiB("00400000-7fff [rollup]\nRss:   900 kB\nPss:     321 kB\nPss_Anon: 12 kB\n")).toBe(321);
  expect(proportionalKiB("")).toBe(0);
});
