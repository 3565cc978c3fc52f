import { open } from "node:fs/promises";
import { run } from "../../containers/run";
import { sectorSize } from "./geometry";

/** `qcow2` as Glance takes it, compressed in the way that every version of QEMU reads. */
export async function writeQcow2(raw: string, target: string): Promise<void> {
  await run("qemu-img", [
    "convert",
    "-f",
    "raw",
    "-O",
    "qcow2",
    "-c",
    "-o",
    "compat=1.1,compression_type=zlib",
    raw,
    target,
  ]);
}

/**
 * A stream-optimised VMDK, the only form that an OVA may have.
 *
 * @param content the raw disk's SHA-256; the VMDK's own identity, which QEMU makes up, is taken from it
 */
export async function writeVmdk(raw: string, target: string, content: string): Promise<void> {
  const options = "subformat=streamOptimized,adapter_type=lsilogic,hwversion=17";
  await run("qemu-img", ["convert", "-f", "raw", "-O", "vmdk", "-o", options, raw, target]);
  const file = await open(target, "r+");
  try {
    const descriptor = Buffer.alloc(descriptorSize);
    await file.read(descriptor, 0, descriptorSize, sectorSize);
    await file.write(withContentId(descriptor, content), 0, descriptorSize, sectorSize);
  } finally {
    await file.close();
  }
}

/** The descriptor is text in the twenty sectors behind the file's header, and zeroes. */
const descriptorSize = 20 * sectorSize;

/** A VMDK's descriptor with the first eight digits of a hash as its content ID; QEMU leaves out zeroes in front of its own. */
export function withContentId(descriptor: Buffer, hash: string): Buffer {
  const text = descriptor.toString("latin1").replace(/\0+$/, "");
  const id = /^CID=[0-9a-f]{1,8}$/m;
  if (!id.test(text)) throw new Error("VMDK: its descriptor has no CID where QEMU puts it");
  const changed = Buffer.alloc(descriptor.length);
  changed.write(text.replace(id, `CID=${hash.slice(0, 8)}`), "latin1");
  return changed;
}
