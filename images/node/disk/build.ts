import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { binDir, storeDir } from "../../../lab/paths";
import type { BuiltImage } from "../../containers/build";
import { cached, digestOfFile } from "../../containers/store";
import { buildNodeImage } from "../build";
import { nodeFiles } from "../files";
import { biosConfig, biosModules, grubConfig, uefiConfig } from "./boot";
import { mke2fsArguments } from "./filesystem";
import { writeQcow2 } from "./formats";
import { partitionScript } from "./geometry";
import { writeOva } from "./ova";
import { ovfDescriptor } from "./ovf";
import { writeDisk } from "./raw";
import { billOfMaterials } from "./sbom/cyclonedx";
import { readContents } from "./sbom/read";
import { emptied, leftOut, stageImage } from "./stage";

/** A disk image that exists in the store, in the forms that clouds take. */
export interface DiskImage {
  /** `dsaas-node-<Kubernetes' version>-<hash of the raw disk>`. */
  name: string;
  /** Paths of the files, all named after the image but the last. */
  qcow2: string;
  ova: string;
  sbom: string;
  sums: string;
}

/** What to build and from where. */
export interface DiskOptions {
  kubernetesVersion: string;
  /** Container images that machines carry. */
  images: BuiltImage[];
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
 * Builds the image that a hypervisor boots, or takes the one that the store has for the same inputs. Needs root, and the
 * packages of `debianPackages` in make.ts.
 *
 * @throws Error naming the step that failed
 */
export async function buildDiskImage(options: DiskOptions): Promise<DiskImage> {
  const { kubernetesVersion, images, binaries = binDir, store = storeDir, log = () => {} } = options;
  const node = await buildNodeImage({ images, flavour: "disk", binaries, store, log });
  const texts = [biosConfig, biosModules, uefiConfig, grubConfig("X"), partitionScript("X"), mke2fsArguments("X", "X")];
  const descriptor = ovfDescriptor({ name: "X", version: "X", disk: { file: "X", bytes: 0 } });
  const tool = join(binaries, "containerd-times");
  const inputs = [
    format,
    kubernetesVersion,
    relative(store, node.rootfs),
    await digestOfFile(tool),
    [texts, descriptor, leftOut, emptied],
  ];
  const folder = await cached(
    "node-disk",
    inputs,
    async (directory) => {
      const work = join(directory, "work");
      await mkdir(work);
      log("putting it together");
      const staged = await stageImage(node, join(work, "staged"), tool);
      log("list of contents");
      const contents = await readContents(staged.root);
      log("disk");
      const raw = join(work, "raw");
      await writeDisk(staged, raw, work);
      await rm(staged.root, { recursive: true });
      const disk = await digestOfFile(raw);
      const version = `${kubernetesVersion.replace(/^v/, "")}-${disk.slice(0, 12)}`;
      const name = `dsaas-node-${version}`;
      log("qcow2");
      await writeQcow2(raw, join(directory, `${name}.qcow2`));
      log("OVA");
      await writeOva(raw, join(directory, `${name}.ova`), { name, version, content: disk, work: join(work, "ova") });
      const sbom = {
        ...contents,
        name: "dsaas-node",
        version,
        time: staged.time,
        disk,
        images,
        files: nodeFiles("disk"),
      };
      await writeFile(join(directory, `${name}.cdx.json`), billOfMaterials(sbom));
      await rm(work, { recursive: true });
      await writeFile(join(directory, "SHA256SUMS"), await sums(directory));
    },
    store,
  );
  return diskImage(folder);
}

/** What sha256sum prints for, and verifies of, every file in a folder. */
async function sums(folder: string): Promise<string> {
  const names = (await readdir(folder)).sort();
  const lines = await Promise.all(names.map(async (name) => `${await digestOfFile(join(folder, name))}  ${name}\n`));
  return lines.join("");
}

/** The image in a folder that this module has filled. */
export async function diskImage(folder: string): Promise<DiskImage> {
  const list = await readFile(join(folder, "SHA256SUMS"), "utf8");
  const name = /^\w{64} {2}(dsaas-node-\S+)\.qcow2$/m.exec(list)?.[1];
  if (name === undefined) throw new Error(`${folder}: holds no image; remove it and build again`);
  const file = (ending: string) => join(folder, `${name}.${ending}`);
  return { name, qcow2: file("qcow2"), ova: file("ova"), sbom: file("cdx.json"), sums: join(folder, "SHA256SUMS") };
}
