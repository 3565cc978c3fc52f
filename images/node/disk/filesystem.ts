import { rm, truncate, writeFile } from "node:fs/promises";
import { run } from "../../containers/run";
import { partitions, rootHashSeed, rootUuid } from "./geometry";
import { settleTimes } from "./times";

/** Named one by one, so that no mke2fs.conf decides; GRUB reads all of them. */
const features = [
  "none",
  "has_journal",
  "ext_attr",
  "resize_inode",
  "dir_index",
  "filetype",
  "extent",
  "64bit",
  "flex_bg",
  "sparse_super",
  "large_file",
  "huge_file",
  "dir_nlink",
  "extra_isize",
  "metadata_csum",
];

const blockSize = 4096;

/** Arguments of mke2fs for the root file system, filled with a folder. */
export function mke2fsArguments(folder: string, target: string): string[] {
  return [
    ...["-q", "-F", "-t", "ext4", "-b", String(blockSize), "-I", "256", "-i", "16384", "-m", "1"],
    ...["-O", features.join(","), "-U", rootUuid, "-L", "root", "-e", "remount-ro"],
    // Not left to the first boot: what mke2fs leaves to it depends on the kernel that it runs on.
    ...["-E", `hash_seed=${rootHashSeed},lazy_itable_init=0,lazy_journal_init=0,nodiscard`],
    ...["-d", folder, target, String(partitions.root.size / blockSize)],
  ];
}

/**
 * Writes a folder as the root file system's image. Its content decides every byte.
 *
 * @param time seconds since 1970 that the file system is made at, and its youngest file
 * @throws Error with mke2fs's words where the folder does not fit
 */
export async function writeFileSystem(folder: string, target: string, time: number): Promise<void> {
  const env = { E2FSPROGS_FAKE_TIME: String(time), MKE2FS_CONFIG: "/dev/null" };
  await truncate(await emptyFile(target), partitions.root.size);
  // Last of all, as whoever reads a file changes when it was read.
  await settleTimes(folder, time);
  await run("mke2fs", mke2fsArguments(folder, target), { env });
  const script = `${target}.debugfs`;
  const inodes = usedInodes(await run("dumpe2fs", [target], { env }));
  await writeFile(script, changeTimes(inodes, time));
  await run("debugfs", ["-w", "-f", script, target], { env });
  await rm(script);
}

async function emptyFile(path: string): Promise<string> {
  await writeFile(path, "");
  return path;
}

/** Numbers of the inodes that dumpe2fs does not call free, but for those that ext4 keeps for itself; as ranges. */
export function usedInodes(dump: string): [first: number, last: number][] {
  const ranges: [number, number][] = [];
  const perGroup = Number(/^Inodes per group: +(\d+)$/m.exec(dump)?.[1]);
  const free = [...dump.matchAll(/^ {2}Free inodes: ?(.*)$/gm)].map(([, list = ""]) => list);
  if (!(perGroup > 0) || free.length === 0) throw new Error("dumpe2fs: says nothing of inodes");
  for (const [group, list] of free.entries()) {
    let next = group * perGroup + 1;
    const end = (group + 1) * perGroup;
    for (const range of list.split(", ").filter(Boolean)) {
      const [first = 0, last = first] = range.split("-").map(Number);
      if (first > next) ranges.push([next, first - 1]);
      next = last + 1;
    }
    if (next <= end) ranges.push([next, end]);
  }
  return ranges
    .map(([first, last]): [number, number] => [Math.max(first, firstInode), last])
    .filter(([a, b]) => a <= b);
}

/** lost+found; below it are the root folder (2), and what has no times that anybody sees. */
const firstInode = 11;

/**
 * mke2fs takes over when a file's inode was last changed on the machine that builds, which nobody can set there; so
 * debugfs sets it in the image.
 */
export function changeTimes(ranges: [first: number, last: number][], time: number): string {
  const lines: string[] = [];
  const change = (inode: number) => lines.push(`set_inode_field <${inode}> ctime @${time}`);
  change(2);
  for (const [first, last] of ranges) for (let inode = first; inode <= last; inode++) change(inode);
  return `${lines.join("\n")}\n`;
}
