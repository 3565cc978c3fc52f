import { cp, chmod, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { run } from "../../../images/containers/run";
import { ownFolders, type Tree } from "./launch";

/** Folders below /var/lib, /var/log and /run that the services expect. */
const stateFolders = [
  "var/lib/mysql",
  "var/lib/rabbitmq",
  "var/lib/glance/images",
  "var/lib/neutron",
  "var/lib/cinder",
  "var/lib/nova/instances",
  "var/log/rabbitmq",
] as const;

/** The services' own Python in the checkout. */
export const ownPython = join(import.meta.dirname, "..", "python");

/**
 * Makes the folder with what a lab, or the making of the cached database, has of its own: the tree's /etc with these
 * files in it, the services' own Python, and empty folders for state. State that is there stays.
 *
 * @param files text by path in the tree; they hold passwords, and only root enters the folder
 */
export async function makeOwnFolder(tree: Tree, files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(tree.own, { recursive: true, mode: 0o700 });
  await chmod(tree.own, 0o700);
  for (const folder of [...ownFolders, ...stateFolders]) await mkdir(join(tree.own, folder), { recursive: true });
  await run("cp", ["--archive", "--no-target-directory", join(tree.root, "etc"), join(tree.own, "etc")]);
  await cp(ownPython, join(tree.own, "opt/dsaas/python"), { recursive: true });
  for (const [path, text] of Object.entries(files)) await writeOwnFile(tree, path, text);
}

/** Writes one file that only root reads. @param path in the tree, below one of the folders that the lab has of its own */
export async function writeOwnFile(tree: Tree, path: string, text: string): Promise<void> {
  const place = join(tree.own, path);
  await mkdir(dirname(place), { recursive: true, mode: 0o700 });
  await writeFile(place, text, { mode: 0o600 });
}
