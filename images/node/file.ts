import { chmod, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** One thing to put into a root file system. Modes default to 0644 for files and 0755 for folders. */
export type ImageFile =
  | { path: string; content: string; mode?: number }
  | { path: string; link: string }
  | { path: string; folder: true; mode?: number };

/** A mask: systemd never starts a unit, and never runs a generator, whose file is a link to /dev/null. */
export const mask = (path: string): ImageFile => ({ path, link: "/dev/null" });

/**
 * Puts files into a root file system. Existing files are replaced and never written into, because the root file system
 * shares its files' contents with the one that it was cloned from.
 */
export async function placeFiles(root: string, files: ImageFile[]): Promise<void> {
  for (const file of files) {
    const path = join(root, file.path);
    await mkdir(dirname(path), { recursive: true });
    if ("folder" in file) {
      await mkdir(path, { recursive: true });
      await chmod(path, file.mode ?? 0o755);
      continue;
    }
    await rm(path, { force: true });
    if ("link" in file) await symlink(file.link, path);
    else {
      await writeFile(path, file.content);
      await chmod(path, file.mode ?? 0o644);
    }
  }
}
