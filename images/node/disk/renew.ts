import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { storeDir } from "../../../lab/paths";

/**
 * Forgets the packages that an earlier build has fetched, so that the next one takes what Debian has today: the store
 * knows a tree by its list of packages, and that does not change with their versions.
 */
export async function forgetTree(store = storeDir): Promise<void> {
  const names = await readdir(store).catch(() => []);
  for (const name of names.filter((name) => name.startsWith("debian-node-disk-")))
    await rm(join(store, name), { recursive: true });
}
