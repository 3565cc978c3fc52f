import { mkdir, writeFile } from "node:fs/promises";
import { availableParallelism, totalmem } from "node:os";
import { join } from "node:path";
import { repoRoot } from "../lab/paths";
import type { Result } from "./figures";

/**
 * Prints figures and writes them, with the machine that they were measured on, to bench/results/<name>.json.
 *
 * @param more kept beside the figures, for a page of its own
 */
export async function record(name: string, figures: Record<string, number>, more: object = {}): Promise<Result> {
  const result = {
    measured: new Date().toISOString().slice(0, 10),
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    figures,
  };
  const folder = join(repoRoot, "bench", "results");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${name}.json`), `${JSON.stringify({ ...result, ...more }, null, 2)}\n`);
  console.log(`\n${name} (${result.cores} cores, ${result.memoryGiB} GiB)`);
  for (const [what, value] of Object.entries(figures)) console.log(`  ${what}: ${value}`);
  return result;
}
