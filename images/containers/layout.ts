import { createHash } from "node:crypto";
import { copyFile, link, mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { BuiltLayer } from "./layer";

/** What runs in a container of the image, in the terms of the OCI image specification. */
export interface ImageConfig {
  entrypoint?: string[];
  cmd?: string[];
  env?: Record<string, string>;
  /** `uid` or `uid:gid`. */
  user?: string;
  workingDir?: string;
  exposedPorts?: string[];
  labels?: Record<string, string>;
}

const mediaTypes = {
  index: "application/vnd.oci.image.index.v1+json",
  manifest: "application/vnd.oci.image.manifest.v1+json",
  config: "application/vnd.oci.image.config.v1+json",
  layer: "application/vnd.oci.image.layer.v1.tar",
};

/** A blob that the index or a manifest points to. */
export interface Descriptor {
  mediaType: string;
  digest: string;
  size: number;
  platform?: { architecture: string; os: string };
  annotations?: Record<string, string>;
}

const created = "2025-01-01T00:00:00Z";
const defaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** The image's config blob as an object. */
export function imageConfig(config: ImageConfig, layers: Pick<BuiltLayer, "digest">[]): object {
  const env = { PATH: defaultPath, ...config.env };
  return {
    created,
    architecture: "amd64",
    os: "linux",
    config: {
      ...(config.user ? { User: config.user } : {}),
      ...(config.exposedPorts
        ? { ExposedPorts: Object.fromEntries(config.exposedPorts.map((port) => [port, {}])) }
        : {}),
      Env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
      ...(config.entrypoint ? { Entrypoint: config.entrypoint } : {}),
      ...(config.cmd ? { Cmd: config.cmd } : {}),
      WorkingDir: config.workingDir ?? "/",
      ...(config.labels ? { Labels: config.labels } : {}),
    },
    rootfs: { type: "layers", diff_ids: layers.map((layer) => layer.digest) },
    history: layers.map(() => ({ created })),
  };
}

function blob(value: object, mediaType: string): { text: string; descriptor: Descriptor } {
  const text = JSON.stringify(value);
  const digest = `sha256:${createHash("sha256").update(text).digest("hex")}`;
  return { text, descriptor: { mediaType, digest, size: Buffer.byteLength(text) } };
}

/** The entry of an index: containerd takes the image's name from the annotation. */
export function indexEntry(manifest: Descriptor, reference: string): Descriptor {
  return {
    ...manifest,
    platform: { architecture: "amd64", os: "linux" },
    annotations: {
      "io.containerd.image.name": reference,
      "org.opencontainers.image.ref.name": reference.slice(reference.lastIndexOf(":") + 1),
    },
  };
}

/** Text of an `index.json` over images. */
export function indexText(entries: Descriptor[]): string {
  return JSON.stringify({ schemaVersion: 2, mediaType: mediaTypes.index, manifests: entries });
}

/** The path of a blob below a layout. */
export function blobPath(layout: string, digest: string): string {
  return join(layout, "blobs", ...digest.split(":"));
}

/** A hard link where the file system allows it, else a copy; a target of the same size is taken to be the same. */
export async function linkOrCopy(source: string, target: string): Promise<void> {
  const sizes = await Promise.all(
    [source, target].map((path) =>
      stat(path).then(
        ({ size }) => size,
        () => -1,
      ),
    ),
  );
  if (sizes[0] === sizes[1]) return;
  await link(source, target).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code === "EEXIST") await rm(target);
    else if (!["EXDEV", "EPERM", "EMLINK"].includes(error.code ?? "")) throw error;
    await copyFile(source, `${target}.part`);
    await rename(`${target}.part`, target);
  });
}

/**
 * Writes an OCI image layout of one image into an existing folder; layers are hard links into the store.
 *
 * @returns the manifest's digest, `sha256:…`: what a pinned reference names
 */
export async function writeLayout(
  directory: string,
  reference: string,
  layers: BuiltLayer[],
  config: ImageConfig,
): Promise<string> {
  const configBlob = blob(imageConfig(config, layers), mediaTypes.config);
  const manifest = blob(
    {
      schemaVersion: 2,
      mediaType: mediaTypes.manifest,
      config: configBlob.descriptor,
      layers: layers.map(({ digest, size }) => ({ mediaType: mediaTypes.layer, digest, size })),
    },
    mediaTypes.manifest,
  );
  await mkdir(join(directory, "blobs", "sha256"), { recursive: true });
  for (const layer of layers) await linkOrCopy(layer.path, blobPath(directory, layer.digest));
  for (const { text, descriptor } of [configBlob, manifest]) {
    await writeFile(blobPath(directory, descriptor.digest), text);
  }
  await writeFile(join(directory, "oci-layout"), JSON.stringify({ imageLayoutVersion: "1.0.0" }));
  await writeFile(join(directory, "index.json"), indexText([indexEntry(manifest.descriptor, reference)]));
  return manifest.descriptor.digest;
}
