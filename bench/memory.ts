import { readdir, readFile } from "node:fs/promises";
import { parseStat } from "../lab/datacentre/processes";

/** A process and all that it has started, directly or not. */
export function withDescendants(root: number, parents: ReadonlyMap<number, number>): number[] {
  const children = [...parents].filter(([, parent]) => parent === root).map(([pid]) => pid);
  return [root, ...children.flatMap((pid) => withDescendants(pid, parents))];
}

/** Proportional memory in `/proc/PID/smaps_rollup`, KiB: pages that several processes share count for each in part. */
export function proportionalKiB(rollup: string): number {
  return Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? 0);
}

/** Memory of a process and all that it has started, MiB. */
export async function memoryOf(root: number): Promise<number> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = new Map<number, number>();
  for (const pid of pids) {
    const parent = parseStat(await readFile(`/proc/${pid}/stat`, "utf8").catch(() => ""))?.parent;
    if (parent !== undefined) parents.set(pid, parent);
  }
  const rollups = await Promise.all(
    withDescendants(root, parents).map((pid) => readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "")),
  );
  return Math.round(rollups.map(proportionalKiB).reduce((sum, size) => sum + size, 0) / 1024);
}
