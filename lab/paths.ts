import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** The checkout. */
export const repoRoot = resolve(import.meta.dirname, "..");

/** Built artefacts, by content, shared by every checkout: `$DSAAS_CACHE`, else `$XDG_CACHE_HOME/dsaas`, else `~/.cache/dsaas`. */
export const cacheDir =
  process.env["DSAAS_CACHE"] ?? join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "dsaas");

/** Links to the current version of every tool; goes first on PATH. */
export const binDir = join(cacheDir, "bin");

/** One folder for each artefact and version of its inputs: `<name>-<hash>`. */
export const storeDir = join(cacheDir, "store");

/** The running lab: `$DSAAS_LAB`, else /var/lib/dsaas-lab. Its disks and sockets are root's alone. */
export const labDir = process.env["DSAAS_LAB"] ?? "/var/lib/dsaas-lab";

/** The network namespace that is the data centre's local network. */
export const labNamespace = "dsaas-lab";
