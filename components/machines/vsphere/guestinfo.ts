import { gzipSync } from "node:zlib";

/** Largest guestinfo value that VMware Tools hands to the guest, bytes after encoding. */
export const MAX_GUESTINFO_BYTES = 65536;

/** cloud-init's input in plain text, for one machine. */
export interface PlainCloudInit {
  userData: string;
  metaData: string;
}

// Byte 9 of a gzip header is the operating system that packed it; 255 (unknown) gives the same bytes everywhere.
function gzip(text: string): Buffer {
  // The default level: the highest takes far longer and saves next to nothing.
  const packed = gzipSync(text);
  packed[9] = 255;
  return packed;
}

function encode(key: string, text: string): Record<string, string> {
  const value = gzip(text).toString("base64");
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
