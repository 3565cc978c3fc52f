import fs from "node:fs";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import zlib from "node:zlib";
import * as yaml from "yaml";
import { authority } from "../components/cluster/pki.fixtures";
import type { Evaluation } from "../../bench/evaluation/evaluate";

jest.mock("yaml", () => {
  const original = jest.requireActual<typeof import("yaml")>("yaml");
  return { ...original, stringify: jest.fn(original.stringify) };
});

/** What the program did for so many workers, counted. */
interface Counts {
  evaluation: Evaluation;
  packed: number;
  written: number;
  read: number;
}

const sizes = [10, 20, 40] as const;
const counts = new Map<number, Counts>();
const storage = mkdtempSync(join(tmpdir(), "evaluation-"));

beforeAll(async () => {
  const { certificate } = await authority();
  // The first one loads modules, which read files of their own.
  for (const workers of [5, ...sizes]) {
    const packed = jest.spyOn(zlib, "gzipSync");
    const read = jest.spyOn(fs, "readFileSync");
    const written = jest.mocked(yaml.stringify).mockClear();
    const { evaluate } = await import("../../bench/evaluation/evaluate");
    const evaluation = await evaluate({ workers, certificate, storage });
    counts.set(workers, {
      evaluation,
      packed: packed.mock.calls.length,
      written: written.mock.calls.length,
      read: read.mock.calls.length,
    });
    jest.restoreAllMocks();
  }
}, 120_000);

afterAll(() => rmSync(storage, { recursive: true }));

const of = (count: (counts: Counts) => number) => sizes.map((workers) => count(counts.get(workers) as Counts));
/** How much one worker more adds, between each two sizes. */
function perWorker(figures: number[]): number[] {
  return figures.slice(1).map((figure, i) => {
    const [small, large] = [sizes[i] ?? 0, sizes[i + 1] ?? 0];
    return (figure - (figures[i] ?? 0)) / (large - small);
  });
}

const machine = "vsphere:index/virtualMachine:VirtualMachine";

test("one worker more is one resource more: its machine", () => {
  expect(perWorker(of(({ evaluation }) => evaluation.resources[machine] ?? 0))).toEqual([1, 1]);
  const others = sizes.map((workers) => ({ ...counts.get(workers)?.evaluation.resources, [machine]: 0 }));
  expect(others).toEqual(others.map(() => others[0]));
});

test("every machine gets its user data, packed once, and metadata", () => {
  expect(of(({ evaluation }) => evaluation.machines)).toEqual(sizes.map((workers) => workers + 3));
  expect(of(({ packed }) => packed)).toEqual(sizes.map((workers) => 2 * (workers + 3)));
});

test("one worker more writes three pieces of YAML: what differs from its neighbour's user data", () => {
  expect(perWorker(of(({ written }) => written))).toEqual([3, 3]);
});

test("no file is read for a machine", () => {
  expect(perWorker(of(({ read }) => read))).toEqual([0, 0]);
  // The logo, by each evaluation.
  expect(Math.min(...of(({ read }) => read))).toBeGreaterThan(0);
});

test("users' servers are kept from all machines by hardly more networks than from a few", () => {
  for (const networks of of(({ evaluation }) => evaluation.deniedNetworks)) expect(networks).toBeLessThan(30);
});
