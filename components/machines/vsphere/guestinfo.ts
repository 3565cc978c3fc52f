import { gzipBase64 } from "../gzip";

/** Largest guestinfo value that VMware Tools hands to the guest, bytes after encoding. */
export const MAX_GUESTINFO_BYTES = 65536;

/** cloud-init's input in plain text, for one machine. */
export interface PlainCloudInit {
  userData: string;
  metaData: string;
}

function encode(key: string, text: string): Record<string, string> {
  const value = gzipBase64(text);
  if (value.length > MAX_GUESTINFO_BYTES) {
    throw new Error(
      `guestinfo.${key} would take ${value.length} bytes as gzip+base64; vSphere hands a guest at most ${MAX_GUESTINFO_BYTES}. ` +
        `Make the machine's ${key} smaller: move files into the node image.`,
    );
  }
  return { [`guestinfo.${key}`]: value, [`guestinfo.${key}.encoding`]: "gzip+base64" };
}

/**
 * A virtual machine's `extraConfig` that carries cloud-init's input (see MAX_GUESTINFO_BYTES).
 *
 * @throws where a value is too large, naming the key and both sizes.
 */
export function guestinfo({ userData, metaData }: PlainCloudInit): Record<string, string> {
  return { ...encode("metadata", metaData), ...encode("userdata", userData) };
}
