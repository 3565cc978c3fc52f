import { randomBytes } from "node:crypto";
import { lstat, mkdir, readdir, readlink, rename, rm, stat, symlink, utimes } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";

/** A cache of artefacts by content: `store/<name>-<hash>/`, and `bin/` with links to the current ones. */
export class Cache {
  readonly store: string;
  readonly bin: string;
  readonly logs: string;

  constructor(readonly root: string) {
    this.store = join(root, "store");
    this.bin = join(root, "bin");
    this.logs = join(root, "log");
  }

  /** Makes the folders, and removes what dead processes left half made. Safe beside other processes. */
  async open(): Promise<void> {
    await Promise.all([this.store, this.bin, this.logs].map((folder) => mkdir(folder, { recursive: true })));
    for (const folder of [this.store, this.bin]) {
      const left = (await readdir(folder)).filter((name) => isAbandoned(name, isAlive));
      await Promise.all(left.map((name) => rm(join(folder, name), { recursive: true, force: true })));
    }
  }

  /** Where an artefact is or would be. */
  folder(name: string, hash: string): string {
    return join(this.store, `${name}-${hash}`);
  }

  /** The artefact's folder when it is there. A folder under this name is always whole, since it got its name last. */
  async find(name: string, hash: string): Promise<string | undefined> {
    const folder = this.folder(name, hash);
    const now = new Date();
    // The time tells `prune` that it is in use.
    return utimes(folder, now, now).then(
      () => folder,
      () => undefined,
    );
  }

  /** Removes artefacts of these names that nobody has asked for in so many days. */
  async prune(names: readonly string[], days = 14): Promise<void> {
    const oldest = Date.now() - days * 86_400_000;
    for (const entry of await readdir(this.store)) {
      const name = /^(.+)-[0-9a-f]{16}$/.exec(entry)?.[1];
      if (name === undefined || !names.includes(name)) continue;
      const folder = join(this.store, entry);
      if ((await stat(folder)).mtimeMs < oldest) await rm(folder, { recursive: true, force: true });
    }
  }

  /**
   * The artefact's folder, filled by `make` when it is not there. `make` gets an empty folder; only when it succeeds
   * does the folder get its name, so that an interruption never leaves a half artefact. When another process was
   * faster, its artefact is kept.
   */
  async add(name: string, hash: string, make: (folder: string) => Promise<void>): Promise<string> {
    const temporary = join(this.store, temporaryName(`${name}-${hash}`));
    await mkdir(temporary, { recursive: true });
    try {
      await make(temporary);
      await rename(temporary, this.folder(name, hash)).catch(async (error: NodeJS.ErrnoException) => {
        if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
      });
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
    return this.folder(name, hash);
  }

  /** Puts a link at a path of the cache (`bin/etcd`) to a file or folder; an old one is replaced in one step. */
  async link(path: string, target: string): Promise<void> {
    const location = join(this.root, path);
    const folder = dirname(location);
    const wanted = target.startsWith(this.root + "/") ? relative(folder, target) : target;
    if ((await readlink(location).catch(() => undefined)) === wanted) return;
    await mkdir(folder, { recursive: true });
    const temporary = join(folder, temporaryName(basename(path)));
    await symlink(wanted, temporary);
    const old = await lstat(location).catch(() => undefined);
    if (old?.isDirectory()) await rm(location, { recursive: true });
    await rename(temporary, location);
  }
}

/** `.tmp-<pid>-<random>-<name>`: hidden, and tells whose it is. */
export const temporaryName = (name: string): string => `.tmp-${process.pid}-${randomBytes(4).toString("hex")}-${name}`;

/** Whether a file name is a temporary one of a process that is gone. */
export function isAbandoned(name: string, alive: (pid: number) => boolean): boolean {
  const pid = /^\.tmp-(\d+)-/.exec(name)?.[1];
  return pid !== undefined && !alive(Number(pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
