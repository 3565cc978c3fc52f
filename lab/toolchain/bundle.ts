import { chmod, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ToolchainError } from "./errors";
import type { BundleBuild } from "./types";

/** Name of the file that esbuild makes of a plugin. */
export const bundleFile = "main.cjs";

/** A shell script that runs the bundle beside it with the Node that made it, whatever PATH says then. */
export function launcher(node: string): string {
  return ["#!/bin/sh", `exec "${node}" "$(dirname "$(readlink -f "$0")")/${bundleFile}" "$@"`, ""].join("\n");
}

/** Bundles a plugin and its packages into one file, with a launcher beside it. */
export async function bundle(build: BundleBuild, root: string, folder: string): Promise<void> {
  const name = build.output;
  const entry = join(root, build.entry);
  if (!(await stat(entry).catch(() => undefined))) {
    throw new ToolchainError(
      `${name}: its source ${build.entry} is missing from the checkout: restore it (git status).`,
    );
  }
  const { build: esbuild } = await import("esbuild");
  await esbuild({
    entryPoints: [entry],
    outfile: join(folder, bundleFile),
    absWorkingDir: root,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    legalComments: "none",
    logLevel: "silent",
  }).catch((error: unknown) => {
    throw new ToolchainError(`${name} could not be bundled from ${build.entry}:\n${String((error as Error).message)}`);
  });
  const script = join(folder, name);
  await writeFile(script, launcher(process.execPath));
  await chmod(script, 0o755);
}
