/** One question that was asked of a service, and whether it was answered rightly in time. */
export interface Sample {
  /** When it was asked, ms since 1970. */
  at: number;
  /** How long the answer took, or the question was given up, ms. */
  took: number;
  ok: boolean;
  /** What went wrong. */
  why?: string;
}

/** A time without service, ms since 1970; without an end where it has not ended. */
export interface Outage {
  from: number;
  to?: number;
  /** What the first question was answered with. */
  why: string;
}

/** A service is back when it has answered everything for this long, ms. */
export const lasting = 5000;

/**
 * Times without service: each from the first question that failed to the answer with which lasting success begins.
 *
 * @param samples of one service, in the order in which they were asked
 */
export function outages(samples: readonly Sample[]): Outage[] {
  const found: Outage[] = [];
  for (const { at, took, ok, why = "" } of samples) {
    const last = found.at(-1);
    if (ok) {
      if (last !== undefined) last.to ??= at + took;
      continue;
    }
    // A failure soon after an answer: that answer was not the end.
    if (last !== undefined && (last.to === undefined || at < last.to + lasting)) delete last.to;
    else found.push({ from: at, why });
  }
  return found;
}

/** Seconds without service in all, to a tenth; undefined where it has not come back. */
export function unreachable(samples: readonly Sample[]): number | undefined {
  let sum = 0;
  for (const { from, to } of outages(samples)) {
    if (to === undefined) return undefined;
    sum += to - from;
  }
  return Math.round(sum / 100) / 10;
}
