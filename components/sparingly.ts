/** Milliseconds after which what has not changed is said again, so that nobody thinks it has stopped. */
const again = 15_000;

/**
 * For whoever waits and looks again and again: whether this reason is to be told now. The first is, each that differs from
 * the one before, and one that stays the same every 15 s.
 *
 * @param now milliseconds of any clock
 */
export function sparingly(now: () => number): (reason: string) => boolean {
  let last: { reason: string; at: number } | undefined;
  return (reason) => {
    const at = now();
    if (last !== undefined && reason === last.reason && at - last.at < again) return false;
    last = { reason, at };
    return true;
  };
}
