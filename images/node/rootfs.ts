import { copyFile, chmod, mkdir, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { run } from "../containers/run";
import { placeFiles } from "./file";
import { nodeFiles } from "./files";
import type { Flavour } from "./flavour";
import { kubernetesBinary } from "./kubernetes";

/** CNI plugins of a machine. */
export const cniPlugins = ["bridge", "host-local", "loopback", "portmap"] as const;

/** Programs that a machine has beyond Debian's packages. */
export interface NodeBinaries {
  /** The Kubernetes programs in one binary, by path. */
  kubernetes: string;
  /** Folder of the CNI plugins. */
  cni: string;
}

/**
 * Makes a machine's root file system from a Debian tree. Files that stay as they are share their content with the tree.
 *
 * @param debian root of the tree
 * @param target folder that does not exist yet, best on the tree's file system
 */
export async function assembleRootfs(
  debian: string,
  target: string,
  binaries: NodeBinaries,
  flavour: Flavour,
): Promise<void> {
  await cloneTree(debian, target);
  await placeFiles(target, nodeFiles(flavour));
  await install(binaries.kubernetes, join(target, kubernetesBinary));
  for (const name of cniPlugins) await install(join(binaries.cni, name), join(target, "opt/cni/bin", name));
}

/** A copy by hard links, or a real one where the target lies on another file system. */
async function cloneTree(source: string, target: string): Promise<void> {
  try {
    await run("cp", ["--archive", "--link", source, target]);
  } catch {
    await run("cp", ["--archive", "--force", "--no-target-directory", source, target]);
  }
}

async function install(source: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  await copyFile(source, target);
  await chmod(target, 0o755);
}

/** @throws Error naming the programs that are missing */
export async function checkBinaries(binaries: NodeBinaries): Promise<void> {
  const present: string[] = await readdir(binaries.cni).catch(() => []);
  const missing = cniPlugins.filter((name) => !present.includes(name)).map((name) => join(binaries.cni, name));
  if (missing.length > 0) throw new Error(`machine image: ${missing.join(", ")} missing; build the tools first`);
}
