import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { run } from "./run";
import { cached } from "./store";

/** Every file's time in an image: 2025-01-01T00:00:00Z. Two builds of the same content then give the same digest. */
export const epoch = 1735689600;

/** One layer as a recipe: `stage` fills a folder with the layer's files. */
export interface Layer {
  /** Part of the store folder's name. */
  name: string;
  /** Everything that the files depend on; the layer is made anew when it changes. */
  inputs: unknown;
  /** `root`: all files belong to root. `kept`: owners are those on disk. */
  owners: "root" | "kept";
  stage: (directory: string) => Promise<void>;
}

/** A layer that exists: an uncompressed tar, so that its digest and its "diff id" are one. */
export interface BuiltLayer {
  digest: string;
  /** Bytes. */
  size: number;
  path: string;
}

/** Raise it when the tar that the same files give changes. */
const format = 1;

/** Makes a layer, or takes the one that the store has for the same inputs. */
export async function buildLayer(layer: Layer, store?: string): Promise<BuiltLayer> {
  const make = async (directory: string): Promise<void> => {
    const staged = await mkdtemp(join(directory, "staged-"));
    await chmod(staged, 0o755);
    await layer.stage(staged);
    const { digest, size } = await writeTar(staged, join(directory, "layer.tar"), layer.owners);
    await rm(staged, { recursive: true });
    await writeFile(join(directory, "layer.json"), JSON.stringify({ digest, size }));
  };
  const directory = await cached(`layer-${layer.name}`, [format, layer.owners, layer.inputs], make, store);
  const facts = JSON.parse(await readFile(join(directory, "layer.json"), "utf8")) as { digest: string; size: number };
  return { ...facts, path: join(directory, "layer.tar") };
}

/** Arguments of GNU tar for a tar that depends on nothing but names, modes, owners and contents. */
export function tarArguments(directory: string, owners: Layer["owners"]): string[] {
  return [
    "--create",
    "--file=-",
    "--format=gnu",
    "--sort=name",
    `--mtime=@${epoch}`,
    "--numeric-owner",
    ...(owners === "root" ? ["--owner=0", "--group=0"] : []),
    // No program in an image gains privileges by being started.
    "--mode=ug-s",
    "--exclude=./dev/*",
    `--directory=${directory}`,
    ".",
  ];
}

/** Packs a folder; gives the tar's digest and size. */
export async function writeTar(
  directory: string,
  target: string,
  owners: Layer["owners"],
): Promise<{ digest: string; size: number }> {
  const hash = createHash("sha256");
  let size = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      size += chunk.length;
      done(null, chunk);
    },
  });
  const tar = spawn("tar", tarArguments(directory, owners), { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise<void>((done, fail) => {
    tar.once("error", fail);
    tar.once("close", (code) => (code === 0 ? done() : fail(new Error(`tar of ${directory}: ended with ${code}`))));
  });
  await Promise.all([pipeline(tar.stdout, measure, createWriteStream(target)), ended]);
  return { digest: `sha256:${hash.digest("hex")}`, size };
}

/** Makes a folder and its parents with mode 0755, whatever the umask is. */
export async function makeFolder(root: string, path: string, mode = 0o755): Promise<void> {
  let current = root;
  for (const part of path.split("/").filter(Boolean)) {
    current = join(current, part);
    const made = await mkdir(current).then(
      () => true,
      () => false,
    );
    if (made) await chmod(current, 0o755);
  }
  if (mode !== 0o755) await chmod(current, mode);
}

/** Renames a file or folder, or copies it where the target is on another file system. */
export async function move(source: string, target: string): Promise<void> {
  await rename(source, target).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== "EXDEV") throw error;
    await run("cp", ["--archive", source, target]);
  });
}
