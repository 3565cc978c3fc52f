import { readFileSync } from "node:fs";
import { evaluate, type EvaluationArgs } from "./evaluate";

async function main() {
  const args = JSON.parse(readFileSync(0, "utf8")) as EvaluationArgs;
  const loaded = performance.now();
  const seen = await evaluate(args);
  console.log(
    JSON.stringify({
      ...seen,
      seconds: performance.now() / 1000,
      loaded: loaded / 1000,
      memoryMiB: Math.round(process.memoryUsage().rss / 2 ** 20),
    }),
  );
}
main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
