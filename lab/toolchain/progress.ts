import type { Report } from "./types";

/** Milliseconds between two lines of progress: live on a terminal, seldom in a log. */
export const reportEvery = (live: boolean): number => (live ? 200 : 15_000);

/** Whether somebody watches: a terminal, and not a CI run. */
export const isLive = (): boolean => process.stdout.isTTY === true && process.env["CI"] === undefined;

/** `75` → `1:15`. */
export const clock = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

/**
 * Passes the latest line on at a steady pace with the time since the start, so that thousands of lines can come in and
 * a silent step (linking) still shows that it lives.
 */
export function paced(write: (line: string) => void, every: number): { report: Report; stop: () => void } {
  const started = performance.now();
  let latest = "reading sources";
  const timer = setInterval(() => write(`${clock((performance.now() - started) / 1000)} ${latest}`), every);
  timer.unref();
  return { report: (line) => void (latest = line), stop: () => clearInterval(timer) };
}
