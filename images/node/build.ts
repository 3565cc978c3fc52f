import { chmod, realpath, rm } from "node:fs/promises";
import { join, relative } from "node:path";
import { binDir, storeDir } from "../../lab/paths";
import { debianTree } from "../containers/debian";
import { cached, digestOfFile } from "../containers/store";
import { nodeFiles } from "./files";
import type { Flavour } from "./flavour";
import { packagesOf } from "./packages";
import { preloadImages, preloadScript, type ImageLayout } from "./preload";
import { assembleRootfs, checkBinaries, cniPlugins, type NodeBinaries } from "./rootfs";

/** A machine image that exists in the store. */
export interface NodeImage {
  /** Root file system; machines only read it. */
  rootfs: string;
  /** A /var/lib/containerd with the preloaded images; each machine gets its own from it. */
  containerd: string;
}

/** What to build and from where; everything but the images has a default. */
export interface NodeImageOptions {
  /** Container images that machines carry, as OCI layouts: those that a cluster needs before it can pull. */
  images: ImageLayout[];
  /** @default "container" */
  flavour?: Flavour;
  /** Folder of the tools' binaries. @default binDir of lab/paths.ts */
  binaries?: string;
  /** Folder of finished artefacts. @default storeDir of lab/paths.ts */
  store?: string;
  /** Told what is being done, one line each. */
  log?: (line: string) => void;
}

/** Raise it when the same inputs give another image. */
const format = 1;

/**
 * Builds the machine image, or takes the one that the store has for the same inputs. Needs root.
 *
 * @throws Error naming the binary, package or container image that is missing or failed
 */
export async function buildNodeImage(options: NodeImageOptions): Promise<NodeImage> {
  const { flavour = "container", binaries = binDir, store = storeDir, log = () => {} } = options;
  const programs: NodeBinaries = { kubernetes: join(binaries, "kubernetes"), cni: join(binaries, "cni") };
  await checkBinaries(programs);
  log("Debian packages");
  const name = flavour === "disk" ? "node-disk" : "node";
  const debian = await debianTree({ name, variant: "essential", packages: packagesOf(flavour), customise: [] }, store);
  const identities = await Promise.all(
    [programs.kubernetes, ...cniPlugins.map((name) => join(programs.cni, name))].map((path) => identity(path, store)),
  );
  const layouts = await Promise.all(options.images.map(({ layout }) => identity(join(layout, "index.json"), store)));
  const script = preloadScript({ rootfs: "", target: "", work: "", images: [] });
  // The store knows a tree by its packages' names; a disk's may have been fetched anew since (disk/renew.ts).
  const versions = flavour === "disk" ? [await digestOfFile(join(debian, "var/lib/dpkg/status"))] : [];
  const inputs = [format, relative(store, debian), nodeFiles(flavour), identities, layouts, script, ...versions];
  const folder = await cached(
    flavour === "disk" ? "node-image-disk" : "node-image",
    inputs,
    async (directory) => {
      const rootfs = join(directory, "rootfs");
      log("root file system");
      await assembleRootfs(debian, rootfs, programs, flavour);
      log(`${options.images.length} container images`);
      const target = join(directory, "containerd");
      await preloadImages({ rootfs, target, work: join(directory, "preload"), images: options.images });
      // Left-overs of a containerd that ran here; a machine's own makes its own.
      await rm(join(target, "tmpmounts"), { recursive: true, force: true });
      await chmod(directory, 0o755);
    },
    store,
  );
  return { rootfs: join(folder, "rootfs"), containerd: join(folder, "containerd") };
}

/** What tells one version of a file from another: its place in the store, whose names come from content, else its sum. */
async function identity(path: string, store: string): Promise<string> {
  const real = await realpath(path).catch(() => {
    throw new Error(`machine image: ${path} is missing; build the tools and container images first`);
  });
  const inStore = relative(store, real);
  return inStore.startsWith("..") ? digestOfFile(real) : inStore;
}
