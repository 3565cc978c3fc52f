import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { changeTimes, mke2fsArguments, usedInodes } from "../../../../images/node/disk/filesystem";
import { imageTime, settleTimes } from "../../../../images/node/disk/times";
import { lstat, mkdir, symlink } from "node:fs/promises";

let folder = "";
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "disk-"))));
afterEach(() => rmSync(folder, { recursive: true }));

const dump = `Inode count:              48
Inodes per group:         16
Group 0: (Blocks 0-32767)
  Free blocks: 8609-32767
  Free inodes: 14-16
Group 1: (Blocks 32768-65535)
  Free inodes: 17-32
Group 2: (Blocks 65536-98303)
  Free inodes: 34, 36-47
`;

test("inodes that are used, from lost+found on", () => {
  expect(usedInodes(dump)).toEqual([
    [11, 13],
    [33, 33],
    [35, 35],
    [48, 48],
  ]);
  expect(usedInodes("Inodes per group: 16\n  Free inodes: \n")).toEqual([[11, 16]]);
  expect(() => usedInodes("nonsense")).toThrow("says nothing of inodes");
});

test("each of them, and the root folder, is changed at the image's own time", () => {
  expect(changeTimes([[11, 12]], 1735689600)).toBe(
    [2, 11, 12].map((inode) => `set_inode_field <${inode}> ctime @1735689600\n`).join(""),
  );
});

test("mke2fs is told everything that a configuration would decide", () => {
  expect(mke2fsArguments("/staged", "/build/root")).toMatchSnapshot();
});

test("nothing is younger than the newest package, and older times stay", async () => {
  const info = join(folder, "var/lib/dpkg/info");
  await mkdir(info, { recursive: true });
  const write = (name: string, seconds: number) => {
    writeFileSync(join(info, name), "");
    utimesSync(join(info, name), seconds, seconds);
  };
  write("bash.md5sums", 1000);
  write("linux.md5sums", 2000.5);
  write("linux.list", 9000);
  await symlink("nowhere", join(folder, "link"));
  const time = await imageTime(folder);
  expect(time).toBe(2000);
  await settleTimes(folder, time);
  const times = (path: string) => lstat(join(folder, path)).then(({ mtimeMs, atimeMs }) => [mtimeMs, atimeMs]);
  expect(await times("var/lib/dpkg/info/bash.md5sums")).toEqual([1_000_000, 1_000_000]);
  for (const path of ["var/lib/dpkg/info/linux.list", "var/lib/dpkg/info", "link", "."])
    expect(await times(path)).toEqual([2_000_000, 2_000_000]);
});

test("a tree without packages has no time", async () => {
  await mkdir(join(folder, "var/lib/dpkg/info"), { recursive: true });
  await expect(imageTime(folder)).rejects.toThrow("lists no package");
});
