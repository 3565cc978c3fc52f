import { Listr } from "listr2";
import { writeKubeconfig } from "../kubectl";
import { prepareLab, type Prepared } from "../prepare";
import { dropStaleLock, pulumi, stackArgs } from "../pulumi";
import { LabError } from "../errors";
import { howToLogIn } from "./login";

/**
 * `npm run lab`: whatever is missing is made, the data centre starts, Pulumi builds the stack. Each part finds what an
 * earlier, perhaps interrupted run has left and goes on from there.
 */
export async function up(overrides: Record<string, unknown>): Promise<void> {
  await prepare(overrides);
  await dropStaleLock();
  const started = Date.now();
  const display = process.stdout.isTTY ? [] : ["--non-interactive", "--color", "never"];
  try {
    await pulumi(["up", ...stackArgs, "--yes", "--skip-preview", "--suppress-permalink=true", ...display]);
  } catch (error) {
    throw new LabError(
      "pulumi up did not finish (its own words stand above). The same command goes on from here: npm run lab",
      { cause: error },
    );
  }
  await writeKubeconfig();
  console.log(`\nThe stack is up after ${Math.round((Date.now() - started) / 1000)} s.\n`);
  console.log(await howToLogIn("alice"));
}

/** Everything before Pulumi, with progress. */
export async function prepare(overrides: Record<string, unknown>): Promise<Prepared> {
  const prepared: Partial<Prepared> = {};
  const tasks = new Listr<Partial<Prepared>>(prepareLab(overrides), {
    ctx: prepared,
    concurrent: false,
    rendererOptions: { collapseSubtasks: true, showSubtasks: true },
    fallbackRenderer: "simple",
  });
  await tasks.run();
  return prepared as Prepared;
}
