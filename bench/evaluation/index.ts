/**
 * Evaluates the program once, as Pulumi's language host loads it, and prints what was seen and how long it took.
 *
 *   node --require ts-node/register bench/evaluation/index.ts < ARGUMENTS.json
 */
import { readFileSync } from "node:fs";
import { translateOnlyFailures } from "../../components/traces";
import { evaluate, type Evaluation, type EvaluationArgs } from "./evaluate";

/** What is printed, as JSON. */
export interface Run extends Evaluation {
  /** From the start of Node.js to the last output, s. */
  whole: number;
  memoryMiB: number;
}

async function main(): Promise<void> {
  const args = JSON.parse(readFileSync(0, "utf8")) as EvaluationArgs;
  translateOnlyFailures();
  const seen = await evaluate(args);
  const run: Run = {
    ...seen,
    whole: performance.now() / 1000,
    memoryMiB: Math.round(process.memoryUsage().rss / 2 ** 20),
  };
  console.log(JSON.stringify(run));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
