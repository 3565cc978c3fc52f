import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { access, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { storeDir } from "../../lab/paths";

/** SHA-256 of a text, or of a value's JSON, in hexadecimal. */
export function digestOf(value: unknown): string {
  return createHash("sha256")
    .update(typeof value === "string" ? value : JSON.stringify(value))
    .digest("hex");
}

/** SHA-256 of a file, in hexadecimal. */
export async function digestOfFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

/** Whether something exists at this path. */
export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

const making = new Map<string, Promise<string>>();

/**
 * The folder `<store>/<name>-<hash of inputs>`, made once by `make`. A folder appears complete or not at all: it is made
 * under another name and renamed, so that an interrupted build leaves nothing that looks finished.
 *
 * @param inputs everything that the result depends on; must be serialisable
 * @returns absolute path of the folder
 */
export async function cached(
  name: string,
  inputs: unknown,
  make: (directory: string) => Promise<void>,
  store: string = storeDir,
): Promise<string> {
  const target = join(store, `${name}-${digestOf(inputs).slice(0, 16)}`);
  const running = making.get(target);
  if (running) return running;
  const result = makeOnce(store, name, target, make).finally(() => making.delete(target));
  making.set(target, result);
  return result;
}

async function makeOnce(
  store: string,
  name: string,
  target: string,
  make: (directory: string) => Promise<void>,
): Promise<string> {
  if (await exists(target)) return target;
  await mkdir(store, { recursive: true });
  const temporary = await mkdtemp(join(store, `.making-${name}-`));
  try {
    await make(temporary);
    // Another process may have made the same thing meanwhile; both are alike, so the first one stays.
    await rename(temporary, target).catch(async (error: unknown) => {
      if (!(await exists(target))) throw error;
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return target;
}
