import type { HandoverArgs, Outcome, Progress } from "./types";

/** Moves the hub to this deployment's cluster. @throws Error in plain sentences; the generation before serves again then */
export function handOver<T>(_args: HandoverArgs<T>, _progress: Progress): Promise<{ attached: T; outcome: Outcome }> {
  return Promise.reject(new Error("being written"));
}
