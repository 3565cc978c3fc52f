import { mkdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { epoch } from "../../containers/layer";
import { run } from "../../containers/run";
import { digestOf, digestOfFile } from "../../containers/store";
import { writeVmdk } from "./formats";
import { ovfDescriptor, ovfManifest } from "./ovf";

/**
 * Writes the OVA of a raw disk.
 *
 * @param work folder that does not exist yet; it is removed again
 * @param content the raw disk's SHA-256
 */
export async function writeOva(
  raw: string,
  target: string,
  of: { name: string; version: string; content: string; work: string },
): Promise<void> {
  const { name, version, content, work } = of;
  await mkdir(work);
  const files = { ovf: `${name}.ovf`, manifest: `${name}.mf`, disk: `${name}-disk0.vmdk` };
  const vmdk = join(work, files.disk);
  await writeVmdk(raw, vmdk, content);
  const descriptor = ovfDescriptor({ name, version, disk: { file: files.disk, bytes: (await stat(vmdk)).size } });
  const sums = { [files.ovf]: digestOf(descriptor), [files.disk]: await digestOfFile(vmdk) };
  await writeFile(join(work, files.ovf), descriptor);
  await writeFile(join(work, files.manifest), ovfManifest(sums));
  await run("tar", ovaArguments(work, target, Object.values(files)));
  await rm(work, { recursive: true });
}

/** Arguments of GNU tar. The descriptor comes first, so that it can be read before the disk has arrived. */
export function ovaArguments(folder: string, target: string, files: string[]): string[] {
  const owner = ["--owner=0", "--group=0", "--numeric-owner", "--mode=0644", `--mtime=@${epoch}`];
  return ["--create", `--file=${target}`, "--format=ustar", ...owner, `--directory=${folder}`, ...files];
}
