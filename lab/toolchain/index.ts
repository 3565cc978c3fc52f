import type { ListrRendererFactory, ListrTask, ListrTaskWrapper } from "listr2";
import { join } from "node:path";
import { binDir } from "../paths";
import { comparison } from "./comparison";
import { ToolchainError } from "./errors";
import { goTest } from "./go";
import { imageTools } from "./image";
import { manifest } from "./manifest";
import { type Environment, obtain } from "./obtain";
import { clock, isLive, paced, reportEvery } from "./progress";
import { openSession } from "./session";
import type { Obtained, Report, Tool } from "./types";

export { ToolchainError } from "./errors";
export { ensureDebianPackages } from "./apt";
export { pulumiEnvironment, toolPath } from "./pulumi";
export { manifest } from "./manifest";
export { versions } from "./versions";
export type { Obtained, Report, Tool, Way } from "./types";

/** Everything that was asked for, ready to be run from `bin`. */
export interface Toolchain {
  /** Folder that goes first on PATH. */
  bin: string;
  tools: readonly Obtained[];
}

/**
 * The tools of these names; without names, all that the lab needs.
 * @throws ToolchainError for a name that the manifest does not have.
 */
export function selectTools(names: readonly string[] = []): readonly Tool[] {
  const all = [...manifest, ...comparison, ...imageTools];
  const unknown = names.filter((name) => !all.some((tool) => tool.name === name));
  if (unknown.length > 0) {
    const known = all.map((tool) => tool.name).join(", ");
    throw new ToolchainError(`There is no tool named ${unknown.join(", ")}; the tools are: ${known}.`);
  }
  return names.length === 0 ? manifest : all.filter((tool) => names.includes(tool.name));
}

/** Gets the tools one after another; `report` hears what is being done. */
export async function ensureToolchain(report: Report = () => {}, names: readonly string[] = []): Promise<Toolchain> {
  const tools = selectTools(names);
  const { environment, close } = await openSession(tools);
  try {
    const obtained: Obtained[] = [];
    for (const tool of tools) obtained.push(await obtain(tool, environment, (line) => report(`${tool.name}: ${line}`)));
    return { bin: binDir, tools: obtained };
  } finally {
    close();
  }
}

/**
 * The same as a task for listr2, with a subtask for each tool that is not there yet. `done` gets the result.
 * Use: `new Listr([toolchainTask()])`, or `task.newListr([toolchainTask()])`.
 */
export function toolchainTask<Context>(
  names: readonly string[] = [],
  done: (toolchain: Toolchain) => void = () => {},
): ListrTask<Context> {
  return {
    title: "Tools",
    task: async (_context, task) => {
      const tools = selectTools(names);
      const { environment, missing, close } = await openSession(tools);
      const obtained: Obtained[] = [];
      const finish = (): void => {
        close();
        task.title = `Tools: ${summary(obtained)}`;
        done({ bin: binDir, tools: obtained });
      };
      for (const tool of tools.filter((candidate) => !missing.includes(candidate))) {
        obtained.push(await obtain(tool, environment, () => {}));
      }
      if (missing.length === 0) return finish();
      task.title = `Tools: ${missing.length} of ${tools.length} to get`;
      const subtasks = missing.map((tool) =>
        toolTask<Context>(tool, environment, (result) => void obtained.push(result)),
      );
      const last: ListrTask<Context> = { task: finish };
      return task.newListr([...subtasks, last], { concurrent: false, exitOnError: true });
    },
  };
}

function toolTask<Context>(
  tool: Tool,
  environment: Environment,
  done: (obtained: Obtained) => void,
): ListrTask<Context> {
  const name = tool.version === "0" ? tool.name : `${tool.name} ${tool.version}`;
  return {
    title: `${name}: ${tool.purpose}`,
    task: async (_context: Context, task: ListrTaskWrapper<Context, ListrRendererFactory, ListrRendererFactory>) => {
      const { report, stop } = paced((line) => (task.output = line), reportEvery(isLive()));
      try {
        const obtained = await obtain(tool, environment, report);
        task.title = `${name}: ${words[obtained.way]} in ${clock(obtained.seconds)}`;
        done(obtained);
      } finally {
        stop();
      }
    },
  };
}

const words = { path: "found on PATH", cached: "in the cache", download: "downloaded", built: "built" } as const;

/** `14 in the cache, 2 built`. */
export function summary(obtained: readonly Pick<Obtained, "way">[]): string {
  return (Object.keys(words) as (keyof typeof words)[])
    .map((way) => [obtained.filter((one) => one.way === way).length, words[way]] as const)
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(", ");
}

/** Runs the Go tests of a tool's modules, such as network-policies' test of packet queues on this machine's kernel. */
export async function testTool(name: string, report: Report = () => {}): Promise<void> {
  const { environment, close } = await openSession([]);
  const { cache, root } = environment;
  const context = { tool: name, root, report, log: join(cache.logs, `${name}.test.log`) };
  try {
    const builds = selectTools([name]).flatMap((tool) => tool.builds);
    for (const build of builds) if (build.kind === "go") await goTest(build, cache.store, context);
  } finally {
    close();
  }
}
