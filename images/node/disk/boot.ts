import { partitions, rootUuid, sectorSize } from "./geometry";

/** How GRUB's first sector is told where the next one is, and which drive it is on; see boot.S in GRUB's sources. */
const kernelSectorAt = 0x5c;
const bootDriveAt = 0x64;
const driveCheckAt = 0x66;
/** Where GRUB's code ends: from here on the sector is the partition table's. */
const codeEnd = 0x1b8;
/** The last of the core image's first sector's block lists: where its rest begins; see diskboot.S. */
const blockListAt = sectorSize - 12;

const firstSector = BigInt(partitions.bios.start / sectorSize);

/**
 * The disk's first sector: GRUB's code around the table of partitions that is there already. It is what grub-install
 * writes to a disk, which needs a device to write to.
 *
 * @param code GRUB's boot.img
 * @param table the disk's first sector as sfdisk has made it
 */
export function bootSector(code: Buffer, table: Buffer): Buffer {
  if (code.length !== sectorSize || table.length !== sectorSize)
    throw new Error(
      `boot sector: boot.img has ${code.length} bytes and the disk's own ${table.length}, not ${sectorSize}`,
    );
  const sector = Buffer.concat([code.subarray(0, codeEnd), table.subarray(codeEnd)]);
  sector.writeBigUInt64LE(firstSector, kernelSectorAt);
  // The drive that the BIOS has started from; its own word is not checked, as some give a wrong one.
  sector.writeUInt8(0xff, bootDriveAt);
  sector.writeUInt16BE(0x9090, driveCheckAt);
  return sector;
}

/** GRUB's core image as it lies in its partition: its first sector loads the rest from the following ones. */
export function coreImage(core: Buffer): Buffer {
  if (core.length <= sectorSize || core.length > partitions.bios.size)
    throw new Error(`GRUB's core image has ${core.length} bytes; its partition has ${partitions.bios.size}`);
  const image = Buffer.from(core);
  image.writeBigUInt64LE(firstSector + 1n, blockListAt);
  return image;
}

/** GRUB's modules for a BIOS; signed GRUB for UEFI has its own inside. */
export const biosModules = [
  "biosdisk",
  "part_gpt",
  "ext2",
  "search_fs_uuid",
  "normal",
  "configfile",
  "linux",
  "test",
  "echo",
  "serial",
  "terminal",
];

/** Finds the root file system, whatever the firmware calls its disk. */
const findRoot = `search.fs_uuid ${rootUuid} root
set prefix=($root)/boot/grub
`;

/** Inside the BIOS's core image, which goes on with grub.cfg by itself. */
export const biosConfig = findRoot;

/** On the partition for UEFI, where signed GRUB looks for it. */
export const uefiConfig = `${findRoot}configfile $prefix/grub.cfg\n`;

/**
 * What the kernel is told. The serial console is last, and so is what programs know as /dev/console; the platform counts
 * on a network card named eth0.
 */
export const kernelArguments = `root=UUID=${rootUuid} ro net.ifnames=0 console=tty0 console=ttyS0,115200`;

/** /boot/grub/grub.cfg: there is one thing to boot, at once. */
export function grubConfig(kernelRelease: string): string {
  return `# A machine without a serial port has its screen alone.
if serial --unit=0 --speed=115200; then
  terminal_input console serial
  terminal_output console serial
fi
linux /boot/vmlinuz-${kernelRelease} ${kernelArguments}
initrd /boot/initrd.img-${kernelRelease}
boot
`;
}
