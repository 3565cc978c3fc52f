import { lstat, lutimes, readdir } from "node:fs/promises";
import { join } from "node:path";

/**
 * When the newest of a tree's Debian packages was made, seconds since 1970: the image's own time. Nothing in an image is
 * younger; the same packages give the same time, whenever the image is built.
 *
 * @throws Error where the tree has no packages
 */
export async function imageTime(tree: string): Promise<number> {
  const folder = join(tree, "var/lib/dpkg/info");
  // These files come out of the packages themselves; dpkg makes others.
  const names = (await readdir(folder)).filter((name) => name.endsWith(".md5sums"));
  const times = await Promise.all(names.map(async (name) => (await lstat(join(folder, name))).mtimeMs));
  if (times.length === 0) throw new Error(`${folder}: lists no package; it is no Debian tree`);
  return Math.floor(Math.max(...times) / 1000);
}

/**
 * Gives everything in a tree a time that does not tell when it was put there: its own, to the second, or `latest` if that
 * is earlier. Python would compile again what no longer has the time that its compiled form was made from, so times of
 * packages' files stay.
 */
export async function settleTimes(tree: string, latest: number): Promise<void> {
  for (const entry of await readdir(tree, { withFileTypes: true })) {
    const path = join(tree, entry.name);
    if (entry.isDirectory()) await settleTimes(path, latest);
    else await settle(path, latest);
  }
  await settle(tree, latest);
}

async function settle(path: string, latest: number): Promise<void> {
  const { mtimeMs } = await lstat(path);
  const time = Math.min(Math.floor(mtimeMs / 1000), latest);
  await lutimes(path, time, time);
}
