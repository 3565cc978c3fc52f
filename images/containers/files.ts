import { chmod, copyFile, realpath, symlink, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { mergedUsr } from "./closure";
import { makeFolder, type Layer } from "./layer";
import { digestOfFile, exists } from "./store";

/** One thing in a layer made by hand; the key in the list is its path in the image. */
export type FileSource =
  { text: string; mode?: number } | { copy: string; mode?: number } | { link: string } | { folder: number };

/** Stages files, links and folders; `copy` takes a file of this machine. */
export async function stageFiles(staged: string, files: Record<string, FileSource>): Promise<void> {
  for (const [path, source] of Object.entries(files)) {
    const place = mergedUsr(path);
    const target = join(staged, place);
    if ("folder" in source) {
      await makeFolder(staged, place, source.folder);
      continue;
    }
    await makeFolder(staged, dirname(place));
    if ("link" in source) await symlink(source.link, target);
    else if ("text" in source) await writeFile(target, source.text);
    else await copyFile(source.copy, target);
    if (!("link" in source)) await chmod(target, source.mode ?? ("copy" in source ? 0o755 : 0o644));
  }
}

/** A layer of files given one by one. */
export async function filesLayer(name: string, files: Record<string, FileSource>): Promise<Layer> {
  const inputs = await Promise.all(
    Object.entries(files).map(async ([path, source]) => [
      path,
      "copy" in source ? { copied: await digestOfFile(source.copy), mode: source.mode } : source,
    ]),
  );
  return { name, inputs, owners: "root", stage: (staged) => stageFiles(staged, files) };
}

/**
 * A tool's binary.
 *
 * @param folder where the toolchain puts its links
 * @throws Error naming the missing binary and who makes it
 */
export async function binary(folder: string, name: string): Promise<string> {
  const path = join(folder, name);
  if (!(await exists(path))) throw new Error(`${path}: ${basename(path)} is not built yet; build lab/toolchain first`);
  return realpath(path);
}

/** What an image without a Debian system still needs: folders, the /usr links, root's and nobody's names. */
export const skeleton: Record<string, FileSource> = {
  "/usr/bin": { folder: 0o755 },
  "/usr/sbin": { folder: 0o755 },
  "/usr/lib": { folder: 0o755 },
  "/usr/lib64": { folder: 0o755 },
  "/etc/passwd": {
    text: "root:x:0:0:root:/root:/sbin/nologin\nnobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin\n",
  },
  "/etc/group": { text: "root:x:0:\nnogroup:x:65534:\n" },
  "/etc/nsswitch.conf": { text: "passwd: files\ngroup: files\nhosts: files dns\nprotocols: files\nservices: files\n" },
  "/root": { folder: 0o700 },
  "/run": { folder: 0o755 },
  "/tmp": { folder: 0o1777 },
  "/var/tmp": { folder: 0o1777 },
  "/var/run": { link: "../run" },
  "/proc": { folder: 0o755 },
  "/sys": { folder: 0o755 },
  "/dev": { folder: 0o755 },
};
const mergedLinks = ["bin", "sbin", "lib", "lib64"];

/** The skeleton as a layer, the same bytes in every image. */
export async function skeletonLayer(): Promise<Layer> {
  return {
    name: "skeleton",
    inputs: [skeleton, mergedLinks],
    owners: "root",
    stage: async (staged) => {
      await stageFiles(staged, skeleton);
      for (const name of mergedLinks) await symlink(`usr/${name}`, join(staged, name));
    },
  };
}
