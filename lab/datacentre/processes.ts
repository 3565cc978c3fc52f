import { readFile } from "node:fs/promises";

/** A process for certain: a pid alone may long belong to another process. */
export interface ProcessId {
  pid: number;
  /** When it started, in the kernel's ticks since boot. */
  started: string;
}

/**
 * Reads a line of /proc/PID/stat. The program's name stands in parentheses and may itself hold spaces and parentheses.
 *
 * @returns undefined for a text that is no such line
 */
export function parseStat(stat: string): (ProcessId & { state: string; program: string; parent: number }) | undefined {
  const [, pid, program, rest] = /^(\d+) \((.*)\) (.*)$/s.exec(stat.trim()) ?? [];
  const fields = rest?.split(" ");
  const [state, parent, started] = [fields?.[0], fields?.[1], fields?.[19]];
  if (pid === undefined || program === undefined || state === undefined || started === undefined) return undefined;
  return { pid: Number(pid), program, state, parent: Number(parent), started };
}

/** Whether this very process still runs; a zombie does not. */
export async function isRunning(process: ProcessId): Promise<boolean> {
  const stat = parseStat(await readFile(`/proc/${process.pid}/stat`, "utf8").catch(() => ""));
  return stat !== undefined && stat.started === process.started && stat.state !== "Z" && stat.state !== "X";
}
