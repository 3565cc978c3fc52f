import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { binDir } from "../../lab/paths";
import { blobsOf } from "./archive";
import type { BuiltImage } from "./build";
import { blobPath, linkOrCopy } from "./layout";
import { atMost } from "./pool";
import { run } from "./run";

/** A registry without TLS that this machine can reach. */
export interface Registry {
  /** `host:port`. */
  address: string;
  /** Network namespace in which the registry listens; none: this process's own. */
  namespace?: string;
  /**
   * Folder in which the registry keeps its blobs as `sha256/<hex>` (`crane registry serve --disk`), on this machine.
   * Blobs are linked into it, so that nothing but manifests goes over the network.
   */
  blobs?: string;
  /** Folder that has `crane`. @default binDir of lab/paths.ts */
  binaries?: string;
}

/** `repository:tag` of a reference, without its registry: the path under which a mirror serves it. */
export function repositoryPath(reference: string): string {
  const [first, ...rest] = reference.split("/");
  const named = first !== undefined && rest.length > 0 && /[.:]|^localhost$/.test(first);
  return named ? rest.join("/") : reference;
}

/**
 * Puts images into a registry under their repository's path. What the registry has is not sent again; its manifests
 * are sent each time, as a registry may keep them in memory only.
 *
 * @throws Error of `crane`, naming the image
 */
export async function pushImages(images: BuiltImage[], registry: Registry): Promise<void> {
  if (registry.blobs !== undefined) await linkBlobs(images, registry.blobs);
  const crane = join(registry.binaries ?? binDir, "crane");
  const prefix = registry.namespace === undefined ? [] : ["ip", "netns", "exec", registry.namespace];
  await atMost(4, images, async (image) => {
    const target = `${registry.address}/${repositoryPath(image.reference)}`;
    const [program = crane, ...args] = [...prefix, crane, "push", "--insecure", image.layout, target];
    await run(program, args);
  });
}

async function linkBlobs(images: BuiltImage[], folder: string): Promise<void> {
  await mkdir(join(folder, "sha256"), { recursive: true });
  for (const { layout } of images) {
    for (const digest of await blobsOf(layout)) {
      await linkOrCopy(blobPath(layout, digest), join(folder, ...digest.split(":")));
    }
  }
}
