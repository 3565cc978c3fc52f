import { sparingly } from "../sparingly";
import type { Side } from "./side";

export interface Waiting {
  /** What it is about, e.g. `generation b1f3 starts`. */
  what: string;
  /** Seconds. */
  limit: number;
  /** Seconds between two looks. @default 1 */
  every?: number;
}

/**
 * Looks again and again until nothing is missing.
 *
 * @param look gives what is still missing, in words; undefined when nothing is
 * @throws Error with what was missing in the end
 */
export async function until(
  { progress, now, pause }: Side,
  { what, limit, every = 1 }: Waiting,
  look: () => Promise<string | undefined>,
): Promise<void> {
  const tellNow = sparingly(now);
  for (const end = now() + limit * 1000; ; await pause(every * 1000)) {
    const missing = await look();
    if (missing === undefined) return;
    const rest = Math.ceil((end - now()) / 1000);
    if (rest <= 0) throw new Error(`${missing.replace(/\.$/, "")} (waited ${duration(limit)}).`);
    if (!tellNow(missing)) continue;
    progress.report(`${what}: ${missing.replace(/\.$/, "")}; waits ${duration(rest)} more at most`);
  }
}

/** `4 min 30 s`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [minutes, rest] = [Math.floor(whole / 60), whole % 60];
  if (minutes === 0) return `${rest} s`;
  return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
}

/** `1 server`, `12 servers`. */
export function count(many: number, what: string): string {
  return `${many} ${what}${many === 1 ? "" : "s"}`;
}

/** Names in a sentence, not too many. */
export function named(names: string[], most = 5): string {
  const rest = names.length - most;
  return rest > 0 ? `${names.slice(0, most).join(", ")} and ${rest} more` : names.join(", ");
}
