/** Bytes of a sector. */
export const sectorSize = 512;

const mib = 1024 * 1024;

/** Size of the image's disk, bytes. A machine's own may be larger: its root file system grows at the first boot. */
export const diskSize = 4096 * mib;

/** Of the root file system, by which boot loader and fstab find it. The same on every machine. */
export const rootUuid = "d5aa5001-0de0-4f55-8a3c-6b1f6f0e4b01";

/** What the root file system's folders hash their entries with. */
export const rootHashSeed = "d5aa5001-0de0-4f55-8a3c-6b1f6f0e4b02";

/** Of the partition for UEFI, eight hexadecimal digits. */
export const espVolumeId = "d5aa5003";

/** One partition. */
export interface Partition {
  /** As the kernel counts them: `/dev/sda1`. */
  number: number;
  name: string;
  /** GPT's type. */
  type: string;
  uuid: string;
  /** Bytes. */
  start: number;
  /** Bytes. */
  size: number;
}

/** Offset of the root file system, which is last so that it can grow. */
const rootStart = 66 * mib;

/** Numbers as in Debian's own cloud images: the root file system is 1 wherever it lies. */
export const partitions: Record<"bios" | "esp" | "root", Partition> = {
  bios: {
    number: 14,
    name: "bios",
    type: "21686148-6449-6E6F-744E-656564454649",
    uuid: "d5aa5001-0de0-4f55-8a3c-6b1f6f0e4b14",
    start: mib,
    size: mib,
  },
  esp: {
    number: 15,
    name: "esp",
    type: "C12A7328-F81F-11D2-BA4B-00A0C93EC93B",
    uuid: "d5aa5001-0de0-4f55-8a3c-6b1f6f0e4b15",
    start: 2 * mib,
    size: 64 * mib,
  },
  root: {
    number: 1,
    name: "root",
    // Root of an x86-64 machine, in the Discoverable Partitions Specification
    type: "4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709",
    uuid: "d5aa5001-0de0-4f55-8a3c-6b1f6f0e4b11",
    start: rootStart,
    // The last MiB has the second copy of the table.
    size: diskSize - rootStart - mib,
  },
};

/** What sfdisk reads; `disk` is the name of the file that it writes to. */
export function partitionScript(disk: string): string {
  const head = ["label: gpt", "label-id: d5aa5001-0de0-4f55-8a3c-6b1f6f0e4b10", "unit: sectors", "first-lba: 34", ""];
  const lines = Object.values(partitions).map(
    ({ number, name, type, uuid, start, size }) =>
      `${disk}${number} : start=${start / sectorSize}, size=${size / sectorSize}, type=${type}, uuid=${uuid}, name="${name}"`,
  );
  return [...head, ...lines, ""].join("\n");
}
