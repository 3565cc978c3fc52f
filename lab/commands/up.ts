import { Listr } from "listr2";
import { writeKubeconfig } from "../kubectl";
import { chosenCloud, rememberedCloud, type CloudName } from "../cloud";
import { prepareLab, type Prepared } from "../prepare";
import { dropStaleLock, pulumi, stackArgs } from "../pulumi";
import { LabError } from "../errors";
import { howToLogIn } from "./login";

/**
 * `npm run lab`: whatever is missing is made, the data centre starts, Pulumi builds the stack. Each part finds what an
 * earlier, perhaps interrupted run has left and goes on from there.
 *
 * @returns seconds that Pulumi took
 */
export async function up(overrides: Record<string, unknown>, cloud?: CloudName): Promise<number> {
  await prepare(overrides, cloud);
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
  const seconds = Math.round((Date.now() - started) / 100) / 10;
  console.log(`\nThe stack is up after ${Math.round(seconds)} s.\n`);
  console.log(await howToLogIn("alice"));
  return seconds;
}

/**
 * Everything before Pulumi, with progress.
 *
 * @param asked the cloud of a lab that is not up yet
 */
export async function prepare(overrides: Record<string, unknown>, asked?: CloudName): Promise<Prepared> {
  const cloud = chosenCloud(await rememberedCloud(), asked);
  const prepared: Partial<Prepared> = {};
  const tasks = new Listr<Partial<Prepared>>(prepareLab(overrides, cloud), {
    ctx: prepared,
    concurrent: false,
    rendererOptions: { collapseSubtasks: true, showSubtasks: true },
    fallbackRenderer: "simple",
  });
  await tasks.run();
  return prepared as Prepared;
}
