import { lstat, readdir, readlink, symlink } from "node:fs/promises";
import { dirname, join, posix } from "node:path";
import { makeFolder } from "./layer";
import { linkOrCopy } from "./layout";
import { run } from "./run";
import { exists } from "./store";

/**
 * A path as images spell it: everything that once stood in /bin, /sbin, /lib and /lib64 stands in /usr, and those four
 * are links. A layer that held a folder `/lib` would otherwise hide the link of the layer below.
 */
export function mergedUsr(path: string): string {
  return path.replace(/^\/(bin|sbin|lib|lib64)(?=\/|$)/, "/usr/$1");
}

/** Shared libraries among the lines of `ld.so --list`, as absolute paths. */
export function librariesIn(listing: string): string[] {
  return listing
    .split("\n")
    .map((line) => /(?:=>\s+)?(\/\S+)\s+\(0x/.exec(line)?.[1])
    .filter((path): path is string => path !== undefined);
}

/** Where a path of the tree leads, following one link; undefined for what is no link. */
async function linkTarget(tree: string, path: string): Promise<string | undefined> {
  const stat = await lstat(join(tree, path));
  if (!stat.isSymbolicLink()) return undefined;
  return posix.resolve(posix.dirname(path), await readlink(join(tree, path)));
}

/**
 * Stages one file of a Debian tree at its own place; a link is staged together with what it leads to.
 *
 * @param skip paths that a lower layer has
 */
export async function stageFile(
  tree: string,
  path: string,
  staged: string,
  skip: (path: string) => Promise<boolean> = async () => false,
): Promise<void> {
  const place = mergedUsr(path);
  const target = join(staged, place);
  if ((await exists(target)) || (await skip(place))) return;
  await makeFolder(staged, dirname(place));
  const leadsTo = await linkTarget(tree, path);
  if (leadsTo === undefined) return linkOrCopy(join(tree, path), target);
  await stageFile(tree, leadsTo, staged, skip);
  await symlink(posix.relative(posix.dirname(place), mergedUsr(leadsTo)), target).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    },
  );
}

/** All files of a folder of the tree, as absolute paths inside it, sorted. */
export async function filesBelow(tree: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(tree, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(tree.length))
    .sort();
}

/**
 * Stages programs or libraries of a Debian tree with every shared library that they load.
 *
 * @param paths absolute paths inside the tree
 * @param skip paths that a lower layer has
 * @throws Error naming the file whose libraries could not be listed
 */
export async function stageClosure(
  tree: string,
  paths: string[],
  staged: string,
  skip?: (path: string) => Promise<boolean>,
): Promise<void> {
  for (const path of paths) {
    await stageFile(tree, path, staged, skip);
    const listing = await run("chroot", [tree, "/lib64/ld-linux-x86-64.so.2", "--list", path]).catch((error: Error) => {
      // A static program has no libraries, and the loader says so by failing.
      if (/statically linked|not a dynamic executable|no dynamic section/i.test(error.message)) return "";
      throw error;
    });
    for (const library of librariesIn(listing)) await stageFile(tree, library, staged, skip);
  }
}
