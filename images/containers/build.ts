import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { binDir, storeDir } from "../../lab/paths";
import { buildLayer, type BuiltLayer } from "./layer";
import { writeLayout } from "./layout";
import { atMost } from "./pool";
import type { Recipe, Sources } from "./recipe";
import { kubernetesImages } from "./recipes/kubernetes";
import { hubImage } from "./recipes/hub";
import { networkImages } from "./recipes/network";
import { proxyImage } from "./recipes/proxy";
import { singleUserImages } from "./recipes/single-user";
import { cached } from "./store";

/** An image that exists as an OCI image layout in the store. */
export interface BuiltImage {
  /** What the command line calls it. */
  name: string;
  /** `registry/repository:tag`. */
  reference: string;
  /** The manifest's digest, `sha256:…`; the same for the same content. */
  digest: string;
  /** Folder of the OCI image layout. */
  layout: string;
  /** Whether the node image carries it. */
  preload: boolean;
}

/** What to build and from where; everything has a default. */
export interface BuildOptions {
  /** Names of images, all by default. */
  only?: string[];
  /** Folder of the tools' binaries. @default binDir of lab/paths.ts */
  binaries?: string;
  /** Folder of finished artefacts. @default storeDir of lab/paths.ts */
  store?: string;
  /** Told what is being built, one line each. */
  log?: (line: string) => void;
}

/** Every image that the platform runs. */
export const recipes: Recipe[] = [...kubernetesImages, ...networkImages, hubImage, proxyImage, ...singleUserImages];

/** Raise it when the layout that the same layers give changes. */
const format = 1;

/**
 * Builds container images without a container daemon; what the store already has is not built again.
 *
 * @throws Error naming an unknown image, or the missing binary, package or program
 */
export async function buildContainerImages(options: BuildOptions = {}): Promise<BuiltImage[]> {
  const sources = { binaries: options.binaries ?? binDir, store: options.store ?? storeDir };
  // Two at a time: while one waits for a download, another compiles or packs.
  return atMost(2, chosen(options.only), async (recipe) => {
    options.log?.(recipe.name);
    return buildImage(recipe, sources);
  });
}

/** The recipes of these names in the recipes' own order. */
export function chosen(names: string[] | undefined): Recipe[] {
  if (!names || names.length === 0) return recipes;
  const known = recipes.map((recipe) => recipe.name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`image ${unknown.join(", ")}: unknown; there are ${known.join(", ")}`);
  return recipes.filter((recipe) => names.includes(recipe.name));
}

async function buildImage(recipe: Recipe, sources: Sources): Promise<BuiltImage> {
  const layers: BuiltLayer[] = [];
  for (const layer of await recipe.layers(sources)) layers.push(await buildLayer(layer, sources.store));
  const { name, reference, preload, config } = recipe;
  const inputs = [format, reference, config, layers.map((layer) => layer.digest)];
  const layout = await cached(
    `image-${name}`,
    inputs,
    async (directory) => {
      const digest = await writeLayout(directory, reference, layers, config);
      await writeFile(join(directory, "digest"), digest);
    },
    sources.store,
  );
  return { name, reference, digest: await readFile(join(layout, "digest"), "utf8"), layout, preload };
}
