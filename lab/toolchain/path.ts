import { execFile } from "node:child_process";
import { access, constants, open, realpath } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import type { PathCheck } from "./types";

const execute = promisify(execFile);

/**
 * The folder of the programs when the machine's owner has installed them in the pinned version.
 * `bin`, the cache's own links, does not count. A program that does not answer within five seconds is not taken.
 */
export async function findOnPath(
  check: PathCheck,
  version: string,
  path: string,
  bin: string,
): Promise<string | undefined> {
  const [first] = check.programs;
  for (const folder of path.split(delimiter).filter((entry) => entry !== "" && entry !== bin)) {
    if (!(await allExecutable(folder, check.programs))) continue;
    const program = await realpath(join(folder, first));
    if (program.startsWith(dirname(bin) + "/")) continue;
    if ((await askVersion(program, check)) !== version) continue;
    if (check.static && !(await areStatic(folder, check.programs))) continue;
    return folder;
  }
  return undefined;
}

/** The version in what a program printed, without a leading `v`. */
export const parseVersion = (printed: string, pattern: RegExp): string | undefined => pattern.exec(printed)?.[1];

async function askVersion(program: string, { args, version }: PathCheck): Promise<string | undefined> {
  const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
  const { stdout, stderr } = await execute(program, [...args], { timeout: 5000, env }).catch(() => ({
    stdout: "",
    stderr: "",
  }));
  return parseVersion(`${stdout}\n${stderr}`, version);
}

async function allExecutable(folder: string, programs: readonly string[]): Promise<boolean> {
  const checks = programs.map((name) =>
    access(join(folder, name), constants.X_OK).then(
      () => true,
      () => false,
    ),
  );
  return (await Promise.all(checks)).every(Boolean);
}

async function areStatic(folder: string, programs: readonly string[]): Promise<boolean> {
  const checks = programs.map(async (name) => isStatic(await header(join(folder, name))));
  return (await Promise.all(checks)).every(Boolean);
}

/** The first 4 KiB, which hold an ELF file's program headers. */
async function header(file: string): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4096), 0, 4096, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Whether a 64-bit little-endian ELF file asks for no dynamic loader (it has no PT_INTERP program header). */
export function isStatic(elf: Buffer): boolean {
  if (elf.length < 64 || elf.readUInt32BE(0) !== 0x7f454c46 || elf[4] !== 2) return false;
  const start = Number(elf.readBigUInt64LE(32));
  const size = elf.readUInt16LE(54);
  const count = elf.readUInt16LE(56);
  const types = Array.from({ length: count }, (_, index) => start + index * size)
    .filter((offset) => offset + 4 <= elf.length)
    .map((offset) => elf.readUInt32LE(offset));
  return types.length === count && !types.includes(3);
}
