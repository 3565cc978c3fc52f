import { join } from "node:path";
import { cacheDir, repoRoot } from "../paths";
import { Cache } from "./cache";
import { siteProbe } from "./download";
import { goVersion, listPackages } from "./go";
import type { Environment } from "./obtain";
import { lookUp } from "./obtain";
import type { Build, Tool } from "./types";

/** One run of the toolchain: what it has found out about the machine, and its work in the background. */
export interface Session {
  environment: Environment;
  /** Tools that are neither on PATH nor in the cache. */
  missing: readonly Tool[];
  /** Ends the work in the background. */
  close: () => void;
}

/** Opens the cache, looks which tools are there, and begins to download the modules of those that must be built. */
export async function openSession(tools: readonly Tool[]): Promise<Session> {
  const cache = new Cache(cacheDir);
  await cache.open();
  const counts = new Map<Build, number>();
  let version: Promise<string> | undefined;
  const environment: Environment = {
    root: repoRoot,
    cache,
    path: process.env["PATH"] ?? "",
    offline: process.env["DSAAS_OFFLINE"] === "1",
    reachable: siteProbe(),
    goVersion: () => (version ??= goVersion(repoRoot, join(cache.logs, "go.log"))),
    packages: (build) => counts.get(build),
  };
  const present = await Promise.all(tools.map((tool) => lookUp(tool, environment)));
  await cache.prune(tools.map((tool) => tool.name));
  const missing = tools.filter((_, index) => present[index] === undefined);
  const background = new AbortController();
  void countPackages(missing, environment, counts, background.signal);
  return { environment, missing, close: () => background.abort() };
}

/** Lists the packages of each tool in turn, which downloads their modules while an earlier tool compiles. */
async function countPackages(
  tools: readonly Tool[],
  { root, cache }: Environment,
  counts: Map<Build, number>,
  signal: AbortSignal,
): Promise<void> {
  for (const tool of tools) {
    for (const build of tool.builds) {
      if (signal.aborted || build.kind !== "go") continue;
      const log = join(cache.logs, `${tool.name}.modules.log`);
      // A failure here is not one: the build meets the same and says it.
      const count = await listPackages(build, tool.name, root, log, signal).catch(() => undefined);
      if (count !== undefined) counts.set(build, count);
    }
  }
}
