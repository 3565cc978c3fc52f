import { chmod, copyFile, cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { temporaryName } from "./cache";
import { isPackage } from "./errors";
import { run } from "./run";
import type { GoBuild, Report } from "./types";

export interface GoContext {
  tool: string;
  /** The checkout. */
  root: string;
  log: string;
  report: Report;
  /** How many packages the program is made of, once known. */
  total?: () => number | undefined;
}

/** Nothing of the host's C libraries, nothing of the checkout's history, never a change to go.mod: the same binary anywhere. */
export const goEnvironment = { CGO_ENABLED: "0", GOFLAGS: "-mod=readonly -buildvcs=false", GOWORK: "off" } as const;

/** Arguments of `go build`; `folder` gets the binaries. */
export function buildArguments(build: GoBuild, folder: string, modfile?: string): string[] {
  const flags = ["-s -w", build.ldflags].filter((part) => part !== undefined).join(" ");
  const output = build.output === undefined ? folder + "/" : join(folder, build.output);
  return [
    ...["build", "-v", "-trimpath", "-ldflags", flags],
    ...(modfile === undefined ? [] : [`-modfile=${modfile}`]),
    ...["-o", output, ...build.packages],
  ];
}

/** Builds a tool's programs into `folder`. An interrupted build goes on from Go's own cache. */
export async function goBuild(build: GoBuild, folder: string, context: GoContext): Promise<void> {
  const { report, total } = context;
  await withPatches(build, join(folder, ".."), context, async (options, modfile) => {
    let compiled = 0;
    const onLine = (line: string): void => {
      if (isPackage(line)) compiled += 1;
      report(progressLine(line, compiled, total?.()));
    };
    await run(["go", ...buildArguments(build, folder, modfile)], { ...options, onLine });
    for (const [module, path] of build.extras ?? []) {
      const copy = join(folder, basename(path));
      await copyFile(join(await moduleFolder(module, options), path), copy);
      await chmod(copy, 0o755);
    }
  });
}

/** Runs the Go tests of a tool's module with its patches in effect; `folder` is for temporary files. */
export async function goTest(build: GoBuild, folder: string, context: GoContext): Promise<void> {
  const tests = build.tests ?? ["."];
  await withPatches(build, folder, context, async (options, modfile) => {
    // With -trimpath, as the tool itself: what was compiled for that serves here too.
    const flags = ["-trimpath", ...(modfile === undefined ? [] : [`-modfile=${modfile}`])];
    await run(["go", "test", "-count=1", "-timeout=60s", ...flags, ...tests], { ...options, onLine: context.report });
  });
}

/** Runs Go in a tool's module, with a go.mod that puts the patches in place. */
async function withPatches(
  { module, patches }: GoBuild,
  folder: string,
  { tool, root, log }: GoContext,
  use: (options: Options, modfile: string | undefined) => Promise<void>,
): Promise<void> {
  const cwd = join(root, module);
  const options = { tool, cwd, log, env: { ...process.env, ...goEnvironment } };
  const scratch = join(folder, temporaryName(`${tool}-patch`));
  try {
    await use(options, patches && (await patchedModfile(patches, cwd, scratch, options)));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** What to show while `go build -v` prints: what is downloaded or compiled, and how far it is. */
export function progressLine(line: string, compiled: number, total: number | undefined): string {
  const download = /^go: downloading (\S+) (\S+)/.exec(line);
  if (download) return `downloading ${download[1]} ${download[2]}`;
  if (!isPackage(line)) return line;
  return `${compiled}${total === undefined ? "" : ` of at most ${total}`} packages compiled: ${line}`;
}

/** Downloads the modules that a tool needs and gives the number of its packages. */
export async function listPackages(
  build: GoBuild,
  tool: string,
  root: string,
  log: string,
  signal: AbortSignal,
): Promise<number> {
  const cwd = join(root, build.module);
  const env = { ...process.env, ...goEnvironment };
  const printed = await run(["go", "list", "-deps", ...build.packages], { tool, cwd, env, log, signal });
  return printed.split("\n").length;
}

/** `go1.26.8 linux/amd64`: part of every built artefact's name. */
export async function goVersion(root: string, log: string): Promise<string> {
  const printed = await run(["go", "env", "GOVERSION", "GOOS", "GOARCH"], { tool: "Go", cwd: root, log });
  return printed.split("\n").join(" ");
}

type Options = { tool: string; cwd: string; env: NodeJS.ProcessEnv; log: string };

/** Folder of a module's pinned version in Go's module cache, downloaded if need be. */
async function moduleFolder(module: string, options: Options): Promise<string> {
  const printed = await run(["go", "mod", "download", "-json", module], options);
  return (JSON.parse(printed) as { Dir: string }).Dir;
}

/**
 * A go.mod that puts patched copies in the place of modules. (`go build -overlay` would say the same in one line, but
 * Go refuses it for files of the module cache.)
 */
async function patchedModfile(
  patches: Record<string, string>,
  cwd: string,
  scratch: string,
  options: Options,
): Promise<string> {
  await mkdir(scratch, { recursive: true });
  const replaces: string[] = [];
  for (const [module, patch] of Object.entries(patches)) {
    const copy = join(scratch, module);
    await cp(await moduleFolder(module, options), copy, { recursive: true });
    await run(["chmod", "-R", "u+w", copy], options);
    await cp(join(cwd, patch), copy, { recursive: true });
    replaces.push(`replace ${module} => ${copy}`);
  }
  const modfile = join(scratch, "go.mod");
  await writeFile(modfile, [await readFile(join(cwd, "go.mod"), "utf8"), ...replaces, ""].join("\n"));
  await copyFile(join(cwd, "go.sum"), join(scratch, "go.sum"));
  return modfile;
}
