import { gzipSync } from "node:zlib";

/** A text as gzip packs it, base64: the same bytes on every machine. */
export function gzipBase64(text: string): string {
  // The default level: the highest takes far longer and saves next to nothing.
  const packed = gzipSync(text);
  // Byte 9 of a gzip header is the operating system that packed it; 255 (unknown) gives the same bytes everywhere.
  packed[9] = 255;
  return packed.toString("base64");
}
