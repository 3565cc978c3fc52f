import { open } from "node:fs/promises";
import { run } from "../../containers/run";

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
    const head = Buffer.alloc(descriptorEnd);
    await file.read(head, 0, head.length, 0);
    const changed = withContentId(head, content);
    await file.write(changed, 0, changed.length, 0);
  } finally {
    await file.close();
  }
}

/** The descriptor is in the file's first sectors: one of a header, twenty of text. */
const descriptorEnd = 21 * 512;

/** The head of a VMDK with the first eight digits of a hash as its content ID. */
export function withContentId(head: Buffer, hash: string): Buffer {
  const text = head.toString("latin1");
  const changed = text.replace(/(?<=\nCID=)[0-9a-f]{8}(?=\n)/, hash.slice(0, 8));
  if (!/\nCID=[0-9a-f]{8}\n/.test(text)) throw new Error("VMDK: its descriptor has no CID where QEMU puts it");
  return Buffer.from(changed, "latin1");
}
