import { open, rm, truncate, writeFile, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../../containers/run";
import { bootSector, coreImage, uefiConfig } from "./boot";
import { writeFileSystem } from "./filesystem";
import { diskSize, espVolumeId, partitions, partitionScript, sectorSize, type Partition } from "./geometry";
import type { BootParts, StagedImage } from "./stage";

/** The name that sfdisk is given, as it takes a partition's number from its device's name. */
const tableName = "disk";

/**
 * Writes the whole disk as a sparse file. Nothing is mounted, no loop device is used.
 *
 * @param work folder for what is made on the way, on a file system with room for the disk's content twice
 */
export async function writeDisk(image: StagedImage, target: string, work: string): Promise<void> {
  await writeFile(target, "");
  await truncate(target, diskSize);
  await run("sfdisk", ["--quiet", "--no-reread", "--no-tell-kernel", target], { input: partitionScript(tableName) });
  await writeBootLoader(image.boot, target);
  const parts: [Partition, string, (path: string) => Promise<void>][] = [
    [partitions.esp, join(work, "esp"), (path) => writeEsp(image, path, work)],
    [partitions.root, join(work, "root"), (path) => writeFileSystem(image.root, path, image.time)],
  ];
  for (const [partition, path, write] of parts) {
    await write(path);
    await place(path, target, partition);
    await rm(path);
  }
}

/** What a BIOS starts: the first sector, and the core image in its partition. */
async function writeBootLoader({ bootImage, core }: BootParts, disk: string): Promise<void> {
  const file = await open(disk, "r+");
  try {
    await writeAt(file, bootSector(bootImage, await firstSector(file)), 0);
    await writeAt(file, coreImage(core), partitions.bios.start);
  } finally {
    await file.close();
  }
}

async function firstSector(file: FileHandle): Promise<Buffer> {
  const sector = Buffer.alloc(sectorSize);
  await file.read(sector, 0, sectorSize, 0);
  return sector;
}

async function writeAt(file: FileHandle, content: Buffer, position: number): Promise<void> {
  await file.write(content, 0, content.length, position);
}

/** The partition for UEFI: the path that every firmware tries, and the one that signed GRUB has built in. */
async function writeEsp({ boot, time }: StagedImage, target: string, work: string): Promise<void> {
  await writeFile(target, "");
  await truncate(target, partitions.esp.size);
  await run("mkfs.fat", ["--invariant", "-F", "32", "-n", "ESP", "-i", espVolumeId, target]);
  const env = { SOURCE_DATE_EPOCH: String(time), TZ: "UTC", MTOOLSRC: "/dev/null" };
  await run("mmd", ["-i", target, "::/EFI", "::/EFI/BOOT", "::/EFI/debian"], { env });
  const files = {
    "EFI/BOOT/BOOTX64.EFI": boot.shim,
    "EFI/BOOT/grubx64.efi": boot.grub,
    "EFI/debian/grub.cfg": uefiConfig,
  };
  for (const [path, content] of Object.entries(files)) {
    const source = join(work, "esp-file");
    await writeFile(source, content);
    await run("mcopy", ["-i", target, source, `::/${path}`], { env });
    await rm(source);
  }
}

/** Copies a partition's content to its place; blocks of zeroes stay holes. */
async function place(source: string, disk: string, { start, size }: Partition): Promise<void> {
  const block = 1024 * 1024;
  await run("dd", [
    ...[`if=${source}`, `of=${disk}`, `bs=${block}`, `seek=${start / block}`, `count=${size / block}`],
    ...["conv=notrunc,sparse", "status=none"],
  ]);
}
