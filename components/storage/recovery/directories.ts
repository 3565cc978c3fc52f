import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { FoundVolume, StorageSystem } from "./types";

/**
 * The shared path of the driver `local` as a storage system: `<path>/<namespace>/<claim>`, a directory for each volume.
 *
 * @param path as the machines see it
 * @param seenAt the same folder as the machine that runs Pulumi sees it
 * @param namespace whose volumes are listed: the hub's
 */
export function directories(path: string, seenAt: string, namespace: string): StorageSystem {
  return {
    name: seenAt,
    async volumes(): Promise<FoundVolume[]> {
      // The path itself must be there; an empty one is a first deployment, a missing one a file system that is not mounted.
      await list(seenAt, path);
      const claims = await list(join(seenAt, namespace), path).catch((error: unknown) => {
        if ((error as { cause?: NodeJS.ErrnoException }).cause?.code === "ENOENT") return [];
        throw error;
      });
      return claims.map((claim) => ({
        source: { driver: "local", path: join(path, namespace, claim) },
        claim: { namespace, claim },
      }));
    },
  };
}

/** What Kubernetes takes for a claim's name; `lost+found`, `.snapshot` and their like are none of ours. */
const claimName = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;

/** Names of the directories in a folder that a claim can have, sorted. */
async function list(folder: string, path: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.flatMap((entry) => (entry.isDirectory() && claimName.test(entry.name) ? [entry.name] : [])).sort();
  } catch (error) {
    throw new Error(
      `${folder} cannot be listed (${(error as Error).message}), so nobody's volume can be told; mount the file system that the machines have at ${path} on this machine, and name where in dsaas:storage.seenAt.`,
      { cause: error },
    );
  }
}
