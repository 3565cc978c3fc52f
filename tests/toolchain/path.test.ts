import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { manifest } from "../../lab/toolchain/manifest";
import { findOnPath, isStatic, parseVersion } from "../../lab/toolchain/path";

let root: string;
beforeEach(async () => void (root = await mkdtemp(join(tmpdir(), "path-"))));
afterEach(() => rm(root, { recursive: true }));

/** What the programs print, by release; from their own sources and builds. */
test.each([
  ["pulumi", "v3.250.0\n", "3.250.0"],
  ["etcd", "etcd Version: 3.6.5\nGit SHA: Not provided\nGo Version: go1.26.8\n", "3.6.5"],
  ["coredns", "CoreDNS-1.15.0\nlinux/amd64, go1.26.8, \n", "1.15.0"],
  ["crane", "0.22.1\n", "0.22.1"],
  ["crane", "v0.22.1\n", "0.22.1"],
  ["flannel", "v0.28.4\n", "0.28.4"],
  ["etcd", "command not understood\n", undefined],
])("%s's version is read from %j", (name, printed, version) => {
  const check = manifest.find((tool) => tool.name === name)?.onPath;
  expect(check && parseVersion(printed, check.version)).toBe(version);
});

async function install(folder: string, name: string, prints: string): Promise<void> {
  await mkdir(join(root, folder), { recursive: true });
  await writeFile(join(root, folder, name), `#!/bin/sh\necho '${prints}'\n`);
  await chmod(join(root, folder, name), 0o755);
}

const check = { programs: ["tool", "helper"], args: ["version"], version: /^v(\S+)$/m } as const;
const bin = (): string => join(root, "cache", "bin");
const find = (folders: string[]): Promise<string | undefined> =>
  findOnPath(check, "1.2.3", folders.map((folder) => join(root, folder)).join(delimiter), bin());

test("only the pinned version with all its programs is taken", async () => {
  await install("old", "tool", "v1.2.2");
  await install("old", "helper", "");
  await install("lone", "tool", "v1.2.3");
  await install("right", "tool", "v1.2.3");
  await install("right", "helper", "");
  expect(await find(["absent", "old", "lone"])).toBeUndefined();
  expect(await find(["absent", "old", "lone", "right"])).toBe(join(root, "right"));
});

test("the cache's own links are no installation", async () => {
  await install("cache/bin", "tool", "v1.2.3");
  await install("cache/bin", "helper", "");
  await mkdir(join(root, "elsewhere"));
  for (const name of check.programs) await symlink(join(bin(), name), join(root, "elsewhere", name));
  expect(await find(["cache/bin", "elsewhere"])).toBeUndefined();
});

test("a program for images must be static", async () => {
  await install("right", "tool", "v1.2.3");
  await install("right", "helper", "");
  const path = join(root, "right");
  expect(await findOnPath({ ...check, static: true }, "1.2.3", path, bin())).toBeUndefined();
  expect(isStatic((await readFile("/bin/sh")).subarray(0, 4096))).toBe(false);
  expect(isStatic(elf([1, 2, 1]))).toBe(true);
  expect(isStatic(elf([6, 3, 1]))).toBe(false);
});

/** A 64-bit ELF header with program headers of these types. */
function elf(types: number[]): Buffer {
  const file = Buffer.alloc(64 + types.length * 56);
  file.write("\x7fELF\x02\x01", "latin1");
  file.writeBigUInt64LE(64n, 32);
  file.writeUInt16LE(56, 54);
  file.writeUInt16LE(types.length, 56);
  types.forEach((type, index) => file.writeUInt32LE(type, 64 + index * 56));
  return file;
}
