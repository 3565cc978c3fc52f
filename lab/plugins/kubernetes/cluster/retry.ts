/** Patience: doing a thing again until it works, time runs out or the engine cancels. */
import { CancelledError, ApiError } from "./errors";

/** Sleeps; rejects at once with CancelledError when the signal fires. */
export function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new CancelledError());
    const abort = () => {
      clearTimeout(timer);
      reject(new CancelledError());
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", abort);
      resolve();
    }, milliseconds);
    signal.addEventListener("abort", abort, { once: true });
  });
}

export interface Patience {
  /** Milliseconds after which the last error is final. 0: one try. */
  budget: number;
  retryable: (error: unknown) => boolean;
  signal: AbortSignal;
  /** Called before each wait with the error and the number of tries so far. */
  onRetry?: (error: unknown, tries: number) => void;
  /** First wait in milliseconds, doubled each time up to 5 s. Default 250. */
  firstWait?: number;
}

/** The wait before the next try: doubling from `first` to 5 s, or what the server asked for, with a little jitter. */
export function waitBefore(tries: number, first: number, error: unknown): number {
  const asked = error instanceof ApiError ? error.retryAfterSeconds * 1000 : 0;
  const doubled = Math.min(first * 2 ** (tries - 1), 5000);
  return Math.max(asked, doubled) * (0.9 + Math.random() * 0.2);
}

export async function withRetry<T>(attempt: (tries: number) => Promise<T>, patience: Patience): Promise<T> {
  const deadline = Date.now() + patience.budget;
  for (let tries = 1; ; tries++) {
    try {
      return await attempt(tries);
    } catch (error) {
      const wait = waitBefore(tries, patience.firstWait ?? 250, error);
      if (patience.signal.aborted) throw new CancelledError();
      if (!patience.retryable(error) || Date.now() + wait > deadline) throw error;
      patience.onRetry?.(error, tries);
      await sleep(wait, patience.signal);
    }
  }
}
