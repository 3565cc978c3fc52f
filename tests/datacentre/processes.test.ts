import { readFileSync } from "node:fs";
import fc from "fast-check";
import { isRunning, parseStat } from "../../lab/datacentre/processes";

const stat = (program: string): string =>
  `4242 (${program}) S 1 4242 4242 0 -1 4194560 100 0 0 0 1 2 0 0 20 0 1 0 987654 1000 200 18446744073709551615`;

describe("parseStat", () => {
  it("reads pid, state, parent and start", () => {
    expect(parseStat(stat("sh"))).toEqual({ pid: 4242, program: "sh", state: "S", parent: 1, started: "987654" });
  });

  it("is not misled by any program's name", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", " ", "(", ")", "1", "\n"), maxLength: 15 }), (name) => {
        expect(parseStat(stat(name))).toMatchObject({ program: name, started: "987654" });
      }),
    );
  });

  it("refuses anything else", () => {
    expect(parseStat("")).toBeUndefined();
    expect(parseStat("4242\n")).toBeUndefined();
    expect(parseStat("4242 (sh) S 1 2")).toBeUndefined();
  });
});

describe("isRunning", () => {
  it("knows this process, and not another one that had its pid", async () => {
    const own = parseStat(readFileSync("/proc/self/stat", "utf8"));
    if (!own) throw new Error("own process not readable");
    expect(await isRunning(own)).toBe(true);
    expect(await isRunning({ pid: own.pid, started: String(Number(own.started) - 1) })).toBe(false);
  });
});
