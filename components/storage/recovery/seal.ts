import { createHmac, timingSafeEqual } from "node:crypto";

/*
 * A sealed file is one line, `dsaas <kind> <format> <HMAC-SHA256, hex> <bytes>`, and then that many bytes of JSON. The line
 * tells a file that was cut short from one that somebody else wrote. ../inventory/python/dsaas_seal.py writes the same.
 */

const format = "1";

/** What a sealed file turned out to hold. */
export type Opened =
  | { state: "good"; value: unknown }
  /** `reason` is half a sentence: "is cut short: …". */
  | { state: "damaged"; reason: string };

/** @param key the stack's own, from its state: who does not have it cannot forge a file */
export function seal(kind: string, value: unknown, key: string): string {
  const body = JSON.stringify(value);
  return `${["dsaas", kind, format, signature(kind, body, key), Buffer.byteLength(body)].join(" ")}\n${body}`;
}

/** Opens a sealed file; never throws, whatever the text is. */
export function open(kind: string, text: string, key: string): Opened {
  const end = text.indexOf("\n");
  const [mark, foundKind, foundFormat, hmac, length, ...more] = text.slice(0, Math.max(end, 0)).split(" ");
  if (mark !== "dsaas" || foundKind !== kind || hmac === undefined || more.length > 0)
    return damaged(`is not a file of the kind ${kind}`);
  if (foundFormat !== format) return damaged(`has format ${foundFormat}, and this release reads ${format}`);
  const body = text.slice(end + 1);
  const bytes = Buffer.byteLength(body);
  if (String(bytes) !== length) return damaged(`is cut short or longer than written: ${bytes} of ${length} bytes`);
  if (!same(hmac, signature(kind, body, key)))
    return damaged("does not carry this stack's signature: it was forged, or belongs to another stack");
  try {
    return { state: "good", value: JSON.parse(body) as unknown };
  } catch {
    return damaged("is signed and yet not JSON");
  }
}

function damaged(reason: string): Opened {
  return { state: "damaged", reason };
}

function signature(kind: string, body: string, key: string): string {
  return createHmac("sha256", key).update(`${kind} ${format}\n${body}`).digest("hex");
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
