import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { ListrTask } from "listr2";
import { cacheDir } from "../../../lab/paths";
import { imageTasks, machineTasks, type Made } from "./make";

/**
 * Builds the image twice and compares the files. Of both builds nothing is shared but the programs that
 * lab/toolchain has built: Debian's packages are fetched and unpacked, and container images made, in two folders of
 * different names, which are removed when all is the same.
 *
 * @throws Error naming the files that differ, and where they are
 */
export async function check(run: (tasks: ListrTask<Partial<Made>>[]) => Promise<Made>): Promise<void> {
  await run(machineTasks());
  await mkdir(cacheDir, { recursive: true });
  const folder = await mkdtemp(join(cacheDir, "image-check-"));
  const sums: string[] = [];
  for (const name of ["one", "the-other/one"]) {
    const started = performance.now();
    const { disk } = await run(imageTasks(join(folder, name)));
    sums.push(await readFile(disk.sums, "utf8"));
    console.log(`${sums.at(-1)?.trim()}\nbuilt in ${((performance.now() - started) / 1000).toFixed(0)} s\n`);
  }
  const [first = "", second = ""] = sums;
  if (first !== second) throw new Error(`${difference(first, second)}; both are in ${folder}`);
  await rm(folder, { recursive: true });
  console.log("Both builds gave the same files.");
}

/** Which lines of the first list the second one does not have. */
export function difference(first: string, second: string): string {
  const others = new Set(second.split("\n"));
  const names = first
    .split("\n")
    .filter((line) => !others.has(line))
    .map((line) => line.split("  ")[1]);
  return `Two builds differ in ${names.join(", ")}`;
}
