import { setTimeout as sleep } from "node:timers/promises";
import { KubernetesApi } from "../kubernetes/api";
import { callApi, type ApiAccess } from "../kubernetes/apiclient";
import type { HandoverSpec, Progress } from "./types";

/** Time, and the way to an API. */
export interface Surroundings {
  call: typeof callApi;
  /** Lets milliseconds pass. */
  pause(milliseconds: number): Promise<unknown>;
  /** Milliseconds of a clock that nobody sets. */
  now(): number;
  /** Milliseconds since 1970, as users' clocks have them. */
  date(): number;
}

export const real: Surroundings = {
  call: callApi,
  pause: sleep,
  now: () => performance.now(),
  date: () => Date.now(),
};

/** One of the two clusters, as a handover works with it. */
export interface Side extends Surroundings {
  generation: string;
  /** The hub's. */
  namespace: string;
  address: string;
  api: KubernetesApi;
  /** Seconds. */
  patience: number;
  progress: Progress;
}

/**
 * Every call has a connection of its own, so that none stays with a control plane that has just died; with five tries a
 * virtual address has half a minute to move to another.
 */
export function sideOf(
  { namespace, address, patience }: HandoverSpec,
  generation: string,
  access: ApiAccess,
  progress: Progress,
  surroundings: Surroundings,
): Side {
  const { call, pause } = surroundings;
  const api = new KubernetesApi(access, { timeout: 5_000, tries: 5, call, pause });
  return { ...surroundings, generation, namespace, address, api, patience, progress };
}

/** The same side, whose API may be away for as long as `patience`: for what must not be left half done. */
export function patient(side: Side): Side {
  return { ...side, api: side.api.with({ tries: Math.max(5, Math.ceil(side.patience / 4)) }) };
}

/** Does something, and says of a failure what it was that failed. */
export async function during<T>(what: string, run: () => Promise<T>): Promise<T> {
  return run().catch((error: unknown) => {
    throw new Error(`While ${what}: ${messageOf(error)}`, { cause: error });
  });
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Does it for each, a few at once. */
export async function forEach<T>(items: T[], run: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await run(item);
  };
  await Promise.all(Array.from({ length: Math.min(16, items.length) }, worker));
}
