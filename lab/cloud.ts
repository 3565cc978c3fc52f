import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LabError } from "./errors";
import { labDir } from "./paths";

/** Whose API makes the lab's machines. */
export const clouds = ["vsphere", "openstack"] as const;
export type CloudName = (typeof clouds)[number];

const file = join(labDir, "cloud");

/** @throws LabError for a name that is no cloud's */
export function parseCloud(name: string): CloudName {
  const found = clouds.find((cloud) => cloud === name);
  if (found === undefined)
    throw new LabError(`--cloud ${name}: the lab has no such cloud; write ${clouds.join(" or ")}`);
  return found;
}

/**
 * The cloud to use: that of the lab which is up, else the one that was asked for.
 *
 * @throws LabError where another one than the lab's own was asked for
 */
export function chosenCloud(own: CloudName | undefined, asked: CloudName | undefined): CloudName {
  if (own !== undefined && asked !== undefined && own !== asked)
    throw new LabError(
      `The lab is up with ${own} and cannot change to ${asked}: take it down first with npm run lab -- down.`,
    );
  return own ?? asked ?? "vsphere";
}

/** The cloud of the lab that is up, or was when its machine went off. */
export async function rememberedCloud(): Promise<CloudName | undefined> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  return text === undefined ? undefined : parseCloud(text.trim());
}

/** Writes down which cloud the lab is about to start. */
export async function rememberCloud(cloud: CloudName): Promise<void> {
  await mkdir(labDir, { recursive: true, mode: 0o755 });
  // In one step: a start that is interrupted just here must not leave half a name.
  await writeFile(`${file}.new`, `${cloud}\n`);
  await rename(`${file}.new`, file);
}

/** A lab that is down may come up with any cloud. */
export async function forgetCloud(): Promise<void> {
  await rm(file, { force: true });
}
