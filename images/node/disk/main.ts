/**
 * `npm run image` builds the image that a hypervisor boots into dist/image.
 *
 *   --check     builds everything anew, twice, in different folders, and compares
 *   --renew     takes Debian's packages as they are today, not as an earlier build found them
 */
import { Listr, type ListrTask } from "listr2";
import { parseArgs } from "node:util";
import { ToolchainError } from "../../../lab/toolchain";
import { check } from "./check";
import { deliver } from "./deliver";
import { imageTasks, machineTasks, type Made } from "./make";
import { forgetTree } from "./renew";

const usage = `npm run image                builds the node image into dist/image
npm run image -- --renew     the same with Debian's packages as they are today
npm run image -- --check     builds it twice from nothing, in different folders, and compares`;

async function main(argv: string[]): Promise<void> {
  const { values } = parseArgs({
    args: argv,
    options: {
      check: { type: "boolean", default: false },
      renew: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return console.log(usage);
  if (values.check) return check(run);
  if (values.renew) await forgetTree();
  const started = performance.now();
  const { disk } = await run([...machineTasks(), ...imageTasks()]);
  console.log(await deliver(disk));
  console.log(`built in ${seconds(started)} s`);
}

/** Runs tasks with progress. */
async function run(tasks: ListrTask<Partial<Made>>[]): Promise<Made> {
  const made: Partial<Made> = {};
  await new Listr(tasks, { ctx: made, concurrent: false, fallbackRenderer: "simple" }).run();
  return made as Made;
}

const seconds = (since: number): string => ((performance.now() - since) / 1000).toFixed(0);

main(process.argv.slice(2)).catch((error: unknown) => {
  const { code = "", message } = error as NodeJS.ErrnoException;
  if (code.startsWith("ERR_PARSE_ARGS")) console.error(`${message}\n\n${usage}`);
  else console.error(isForeseen(error) ? `\n${error.message}` : error);
  process.exitCode = 1;
});

/** Errors of this repository say what to do; where one of Node.js's own kinds came from is told by its stack. */
function isForeseen(error: unknown): error is Error {
  return error instanceof ToolchainError || (error instanceof Error && error.constructor === Error);
}
