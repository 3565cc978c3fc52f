import { mkdir, readFile, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { repoRoot } from "../../../lab/paths";
import { linkOrCopy } from "../../containers/layout";
import type { DiskImage } from "./build";

/** Where images are put for people. */
export const outputFolder = join(repoRoot, "dist", "image");

/**
 * Puts an image's files into a folder, in place of what was there.
 *
 * @returns a table of the files: name, size, SHA-256
 */
export async function deliver(image: DiskImage, folder = outputFolder): Promise<string> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const paths = [image.qcow2, image.ova, image.sbom, image.sums];
  for (const path of paths) await linkOrCopy(path, join(folder, basename(path)));
  const sizes = await Promise.all(paths.map(async (path) => [basename(path), (await stat(path)).size] as const));
  return table(folder, sizes, await readFile(image.sums, "utf8"));
}

/** Lines for people. */
export function table(
  folder: string,
  sizes: readonly (readonly [name: string, bytes: number])[],
  sums: string,
): string {
  const width = Math.max(...sizes.map(([name]) => name.length));
  const sumOf = (name: string) =>
    sums
      .split("\n")
      .find((line) => line.endsWith(`  ${name}`))
      ?.split(" ")[0] ?? "";
  const rows = sizes.map(([name, bytes]) =>
    `${name.padEnd(width)}  ${(bytes / 1e6).toFixed(1).padStart(7)} MB  ${sumOf(name)}`.trimEnd(),
  );
  return [folder, ...rows].join("\n");
}
