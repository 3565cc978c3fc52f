import { mkdir, rm, truncate, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { run } from "../../images/containers/run";

/** Contents by path. */
export type Files = Record<string, string>;

/** A FAT disk with the label that cloud-init's NoCloud looks for. */
export async function noCloudDisk(target: string, files: Files): Promise<void> {
  await writeFile(target, "");
  await truncate(target, 4 * 1024 * 1024);
  await run("mkfs.fat", ["-n", "CIDATA", target]);
  await withFolder(files, target, async (folder) => {
    const paths = Object.keys(files).map((name) => join(folder, name));
    await run("mcopy", ["-i", target, ...paths, "::/"], { env: { MTOOLSRC: "/dev/null" } });
  });
}

/** An ISO 9660 disc with the label that cloud-init's ConfigDrive looks for, as nova makes it. */
export async function configDrive(target: string, files: Files): Promise<void> {
  await withFolder(files, target, async (folder) => {
    await run("xorriso", ["-as", "mkisofs", "-quiet", "-o", target, "-V", "config-2", "-J", "-r", folder]);
  });
}

async function withFolder(files: Files, target: string, use: (folder: string) => Promise<void>): Promise<void> {
  const folder = `${target}.files`;
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  await use(folder);
  await rm(folder, { recursive: true });
}

/** A copy-on-write disk over an image, larger than the image: the machine's own. */
export async function machineDisk(target: string, image: string, format: "qcow2" | "vmdk", gib: number): Promise<void> {
  await run("qemu-img", ["create", "-q", "-f", "qcow2", "-F", format, "-b", image, target, `${gib}G`]);
}
