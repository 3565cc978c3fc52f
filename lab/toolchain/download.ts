import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { chmod, mkdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ToolchainError } from "./errors";
import { run } from "./run";
import type { Download, Report } from "./types";

const archives = /\.(tar\.gz|tgz)$/;

/** Fills the placeholders of a download's address. `arch` is Node's name of the processor. */
export function fill(template: string, version: string, arch: string = process.arch): string {
  const names: Record<string, readonly [go: string, uname: string]> = {
    x64: ["amd64", "x86_64"],
    arm64: ["arm64", "arm64"],
  };
  const [go, uname] = names[arch] ?? [arch, arch];
  return template
    .replaceAll("{version}", version)
    .replaceAll("{arch}", go)
    .replaceAll("{uname}", uname)
    .replaceAll("{node}", arch);
}

/** The SHA-256 sum of a file in a published list (`<sum>  <name>` lines), or the list's only sum when it names no file. */
export function findChecksum(list: string, file: string): string | undefined {
  const rows = list.split("\n").map((line) => line.trim().split(/\s+\*?/));
  const sums = rows.filter(([sum]) => sum !== undefined && /^[0-9a-f]{64}$/.test(sum));
  const named = sums.find(([, name]) => name !== undefined && basename(name) === file);
  return (named ?? (sums.length === 1 && sums[0]?.length === 1 ? sums[0] : undefined))?.[0];
}

/** Whether a site answers, asked once for each site and given three seconds; any answer counts. */
export function siteProbe(timeout = 3000): (url: string) => Promise<boolean> {
  const known = new Map<string, Promise<boolean>>();
  return (url) => {
    const { origin } = new URL(url);
    const asked = known.get(origin) ?? answers(origin, timeout);
    known.set(origin, asked);
    return asked;
  };
}

const answers = (origin: string, timeout: number): Promise<boolean> =>
  fetch(origin, { method: "HEAD", redirect: "manual", signal: AbortSignal.timeout(timeout) }).then(
    () => true,
    () => false,
  );

/** Fetches, verifies and unpacks a project's own download into `folder`. */
export async function download(
  tool: { name: string; version: string },
  { url, checksums, files }: Download,
  folder: string,
  { log, report }: { log: string; report: Report },
): Promise<void> {
  const address = fill(url, tool.version);
  const listAddress = fill(checksums, tool.version);
  const expected = findChecksum(await (await get(listAddress, 20_000)).text(), basename(address));
  if (expected === undefined)
    throw new ToolchainError(`${tool.name}: ${listAddress} has no SHA-256 sum of ${basename(address)}`);
  const file = join(folder, basename(address));
  const sum = await save(await get(address, 20_000), file, report);
  if (sum !== expected) {
    throw new ToolchainError(`${tool.name}: ${address} has the SHA-256 sum ${sum}, but ${expected} is published`);
  }
  const unpacked = join(folder, ".unpacked");
  await mkdir(unpacked);
  if (archives.test(file)) await run(["tar", "-xzf", file, "-C", unpacked], { tool: tool.name, cwd: folder, log });
  else await rename(file, join(unpacked, basename(file)));
  for (const [from, to] of Object.entries(files)) {
    await mkdir(dirname(join(folder, to)), { recursive: true });
    await rename(join(unpacked, fill(from, tool.version)), join(folder, to));
    await chmod(join(folder, to), 0o755);
  }
  await Promise.all([file, unpacked].map((path) => rm(path, { recursive: true, force: true })));
}

/** The answer of a site, whose head must come within `timeout` milliseconds. */
async function get(url: string, timeout: number): Promise<Response> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), timeout);
  try {
    const response = await fetch(url, { signal: controller.signal });
    if (!response.ok) throw new ToolchainError(`${url} answered ${response.status} ${response.statusText}`);
    return response;
  } finally {
    clearTimeout(timer);
  }
}

/** Writes an answer's body to a file and gives its SHA-256 sum. */
async function save(response: Response, file: string, report: Report): Promise<string> {
  const size = Number(response.headers.get("content-length") ?? 0);
  let received = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done): void {
      received += chunk.length;
      report(`downloading ${basename(file)}: ${megabytes(received)}${size > 0 ? ` of ${megabytes(size)}` : ""} MB`);
      done(null, chunk);
    },
  });
  if (!response.body) throw new ToolchainError(`${response.url} answered without a body`);
  await pipeline(
    Readable.fromWeb(response.body as import("node:stream/web").ReadableStream),
    count,
    createWriteStream(file),
  );
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
