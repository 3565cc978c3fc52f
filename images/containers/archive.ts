import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { BuiltImage } from "./build";
import { writeTar } from "./layer";
import { blobPath, indexText, linkOrCopy, type Descriptor } from "./layout";

/**
 * Writes images as one tar that `ctr --namespace k8s.io images import` takes; layers that they share are in it once.
 *
 * @param target path of the tar; its folder must exist
 */
export async function writeArchive(images: BuiltImage[], target: string): Promise<void> {
  const work = await mkdtemp(join(dirname(target), ".archive-"));
  try {
    await mergeLayouts(images, work);
    await writeTar(work, target, "root");
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Makes one OCI image layout of several, with hard links to their blobs. */
export async function mergeLayouts(images: Pick<BuiltImage, "layout">[], target: string): Promise<void> {
  await mkdir(join(target, "blobs", "sha256"), { recursive: true });
  const entries: Descriptor[] = [];
  for (const { layout } of images) {
    const index = JSON.parse(await readFile(join(layout, "index.json"), "utf8")) as { manifests: Descriptor[] };
    entries.push(...index.manifests);
    for (const digest of await blobsOf(layout)) await linkOrCopy(blobPath(layout, digest), blobPath(target, digest));
  }
  await writeFile(join(target, "oci-layout"), JSON.stringify({ imageLayoutVersion: "1.0.0" }));
  await writeFile(join(target, "index.json"), indexText(entries));
}

/** Digests of all blobs of a layout. */
export async function blobsOf(layout: string): Promise<string[]> {
  return (await readdir(join(layout, "blobs", "sha256"))).sort().map((name) => `sha256:${name}`);
}
