import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { bundle } from "./bundle";
import type { Cache } from "./cache";
import { download } from "./download";
import { ToolchainError } from "./errors";
import { goBuild, goEnvironment } from "./go";
import { hashInputs } from "./hash";
import { findOnPath } from "./path";
import type { Build, Obtained, Report, Tool, Way } from "./types";

/** What getting a tool needs to know of the machine. */
export interface Environment {
  /** The checkout. */
  root: string;
  cache: Cache;
  /** PATH as the user has set it. */
  path: string;
  /** No downloads from projects' own sites. */
  offline: boolean;
  /** Whether the site of an address answers. */
  reachable: (url: string) => Promise<boolean>;
  /** Go's release and platform; asked only when something is to be built or looked up. */
  goVersion: () => Promise<string>;
  /** How many packages a step compiles at most, once known. */
  packages: (build: Build) => number | undefined;
}

/** A tool that is there without any work. */
export interface Present {
  way: Extract<Way, "path" | "cached">;
  folder: string;
}

/** Looks for a tool on PATH and in the cache. */
export async function lookUp(tool: Tool, environment: Environment): Promise<Present | undefined> {
  const { cache, path } = environment;
  const installed = tool.onPath && (await findOnPath(tool.onPath, tool.version, path, cache.bin));
  if (installed !== undefined) return { way: "path", folder: installed };
  const downloaded = tool.download && (await cache.find(tool.name, await downloadHash(tool)));
  if (downloaded !== undefined) return { way: "cached", folder: downloaded };
  const built = await cache.find(tool.name, await buildHash(tool, environment));
  return built === undefined ? undefined : { way: "cached", folder: built };
}

/**
 * Gets a tool by the first way that works (on PATH in the pinned version, cached, downloaded and verified, built) and
 * links it into the cache.
 * @throws ToolchainError when it cannot be built.
 */
export async function obtain(tool: Tool, environment: Environment, report: Report): Promise<Obtained> {
  const started = performance.now();
  const { cache } = environment;
  const { way, folder } = (await lookUp(tool, environment)) ?? (await fetchOrBuild(tool, environment, report));
  for (const [link, path] of Object.entries(tool.links)) await cache.link(link, join(folder, path));
  return { tool, way, folder, seconds: (performance.now() - started) / 1000 };
}

async function fetchOrBuild(
  tool: Tool,
  environment: Environment,
  report: Report,
): Promise<{ way: Way; folder: string }> {
  const { cache } = environment;
  const log = join(cache.logs, `${tool.name}.log`);
  await appendFile(log, `# ${new Date().toISOString()} ${tool.name} ${tool.version}\n`);
  if (tool.download && !environment.offline && (await environment.reachable(tool.download.url))) {
    const official = tool.download;
    const hash = await downloadHash(tool);
    try {
      const folder = await cache.add(tool.name, hash, (empty) => download(tool, official, empty, { log, report }));
      return { way: "download", folder };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      await appendFile(log, `${reason}\n`);
      report(`no official download (${reason}); building it instead`);
    }
  }
  const folder = await cache.add(tool.name, await buildHash(tool, environment), async (empty) => {
    for (const step of tool.builds) await make(tool, step, empty, environment, { log, report });
  });
  return { way: "built", folder };
}

async function make(
  tool: Tool,
  step: Build,
  folder: string,
  { root, packages }: Environment,
  { log, report }: { log: string; report: Report },
): Promise<void> {
  switch (step.kind) {
    case "go":
      return goBuild(step, folder, { tool: tool.name, root, log, report, total: () => packages(step) });
    case "bundle":
      return bundle(step, root, folder);
    default:
      throw new ToolchainError(`${tool.name}: unknown kind of build ${JSON.stringify(step satisfies never)}`);
  }
}

const downloadHash = (tool: Tool): Promise<string> =>
  hashInputs({ values: { download: tool.download, version: tool.version, arch: process.arch }, files: {} });

/** Changes with anything that the build reads: sources, go.mod, go.sum, flags, Go's release, npm's lock file. */
async function buildHash(tool: Tool, { root, goVersion }: Environment): Promise<string> {
  const sources = tool.builds.flatMap((step) =>
    step.kind === "go" ? [step.module, ...(step.shared ?? [])] : [...step.sources, "package-lock.json"],
  );
  const makers = await Promise.all(
    tool.builds.map((step) => (step.kind === "go" ? goVersion() : `${process.execPath} ${process.version}`)),
  );
  const files = Object.fromEntries(sources.map((path) => [path, join(root, path)]));
  return hashInputs({ values: { builds: tool.builds, makers, goEnvironment }, files });
}
