import type { Layer } from "./layer";
import type { ImageConfig } from "./layout";

/** Where recipes find what they are made of. */
export interface Sources {
  /** Folder of the tools' binaries. */
  binaries: string;
  /** Folder of finished artefacts. */
  store: string;
}

/** One container image: its layers from the bottom up, and what it runs. */
export interface Recipe {
  /** Name of the image's folder in the store, and what the command line calls it. */
  name: string;
  /** `registry/repository:tag`. */
  reference: string;
  /** Whether the node image carries it, so that a machine needs no registry to join a cluster. */
  preload: boolean;
  layers: (sources: Sources) => Promise<Layer[]>;
  config: ImageConfig;
}
