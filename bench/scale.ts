import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { repoRoot } from "../lab/paths";
import { authorityCertificate } from "./certificate";
import type { EvaluationArgs } from "./evaluation/evaluate";
import type { Run } from "./evaluation/index";
import { comparePreviews, type Pair } from "./previews";
import { record } from "./results";
import { growth, median, rounded } from "./statistics";

const sizes = [10, 100, 1000] as const;
const runs = 5;

/** How long the program itself takes for 10, 100 and 1,000 workers, each in a Node.js process of its own. */
export async function evaluationFigures(): Promise<void> {
  const storage = await mkdtemp(join(tmpdir(), "dsaas-evaluation-"));
  const figures: Record<string, number> = {};
  try {
    const certificate = await authorityCertificate();
    const taken = new Map<number, Run[]>();
    // In turns, so that whatever else the machine does meets all sizes.
    for (let round = 0; round < runs; round++)
      for (const workers of sizes)
        taken.set(workers, [...(taken.get(workers) ?? []), await evaluateOnce({ workers, certificate, storage })]);
    const middle = (workers: number, of: (run: Run) => number) => median((taken.get(workers) ?? []).map(of));

    figures["program loaded, s"] = rounded(middle(sizes[0], (run) => run.whole - run.seconds));
    for (const workers of sizes)
      figures[`evaluation with ${workers} workers, s`] = rounded(middle(workers, (run) => run.seconds));
    figures["aim, s"] = 3;
    const cost = (size: number) => ({ size, cost: middle(size, (run) => run.seconds) });
    figures["growth from 100 to 1000 workers (1: in proportion)"] = rounded(growth(cost(100), cost(1000)));
    figures["aim, growth"] = 1;
    figures["with 1000 workers from the start of Node.js, s"] = rounded(middle(1000, (run) => run.whole));
    figures["memory of the program with 1000 workers, MiB"] = Math.round(middle(1000, (run) => run.memoryMiB));
    figures["a machine's user data as vSphere gets it, bytes"] = middle(1000, (run) => run.userDataBytes);
  } finally {
    await rm(storage, { recursive: true, force: true });
  }
  await record("scale", figures);
}

/** The program is compiled as Pulumi's language host does it. */
async function evaluateOnce(args: EvaluationArgs): Promise<Run> {
  const script = join(repoRoot, "bench", "evaluation", "index.ts");
  const { stdout } = await execa(process.execPath, ["--require", "ts-node/register", script], {
    cwd: repoRoot,
    input: JSON.stringify(args),
  });
  const run = JSON.parse(stdout) as Run;
  if (run.machines !== args.workers + 3) throw new Error(`${run.machines} machines got user data, not all`);
  return run;
}

/** Previews of 10 and 100 machines that are there, beside OpenTofu's plans of the same. */
export async function previewFigures(): Promise<void> {
  const figures: Record<string, number> = {};
  const pair = (what: string, count: number, { pulumi, tofu }: Pair) => {
    figures[`${what} of ${count} machines, s`] = rounded(pulumi);
    figures[`the same in OpenTofu (${what}, ${count}), s`] = rounded(tofu);
    figures[`ratio (${what}, ${count})`] = rounded(pulumi / tofu);
    figures[`aim (${what}, ${count})`] = 1;
  };
  for (const [count, rounds] of [
    [10, 7],
    [100, 5],
  ] as const) {
    const { trusted, refreshed, stateBytes } = await comparePreviews(count, rounds);
    pair("preview", count, trusted);
    pair("preview --refresh", count, refreshed);
    figures[`state of ${count} machines, KiB`] = Math.round(stateBytes / 1024);
  }
  await record("previews", figures);
}
