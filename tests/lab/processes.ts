import { readdirSync, readFileSync } from "node:fs";

/** Process ids by their parent's. */
function children(): Map<number, number[]> {
  const byParent = new Map<number, number[]>();
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      // The program's name stands in brackets and may hold anything.
      const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
      byParent.set(parent, [...(byParent.get(parent) ?? []), Number(name)]);
    } catch {
      // It ended meanwhile.
    }
  }
  return byParent;
}

/**
 * Kills a process and all that it has started, as running out of memory or a cancelled job does: nobody gets a word in.
 * Plugins have process groups of their own, so that the group's signal alone would leave them to finish what they do.
 * @returns how many were killed
 */
export function killTree(root: number): number {
  const known = new Set<number>();
  for (let pending = [root]; pending.length > 0;) {
    const byParent = children();
    for (const id of pending) known.add(id);
    for (const id of pending) signal(id);
    pending = pending.flatMap((id) => byParent.get(id) ?? []).filter((id) => !known.has(id));
  }
  return known.size;
}

function signal(id: number): void {
  try {
    process.kill(id, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
