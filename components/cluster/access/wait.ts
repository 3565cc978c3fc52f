import { setTimeout as sleep } from "node:timers/promises";
import { sparingly } from "../../sparingly";

export interface WaitArgs<T> {
  /** What is waited for, as a noun, e.g. `the API at https://198.18.0.10:6443`. */
  what: string;
  /** Returns the result when it is there; throws, saying what is missing, when it is not yet. */
  probe(): Promise<T>;
  /** Whole time to wait, seconds. */
  timeout: number;
  /** Time between two probes, milliseconds. */
  interval?: number;
  /** Where to look when it does not come; a sentence. */
  hint: string;
  /** Told at once, when the reason to wait changes and every 15 s. */
  report(message: string): void;
}

const secondsSince = (start: number) => Math.round((Date.now() - start) / 1000);

/**
 * Probes until there is a result.
 * @throws Error naming what was waited for, how long, what was last missing, and where to look.
 */
export async function waitFor<T>({ what, probe, timeout, interval = 500, hint, report }: WaitArgs<T>): Promise<T> {
  const start = Date.now();
  const tellNow = sparingly(Date.now);
  for (;;) {
    try {
      return await probe();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const waited = secondsSince(start);
      if (Date.now() - start >= timeout * 1000) {
        throw new Error(`Waited ${waited} s for ${what}, in vain. Last: ${reason}. ${hint}`);
      }
      if (tellNow(reason)) report(`waiting for ${what} (${waited} s): ${reason}`);
    }
    await sleep(interval);
  }
}
