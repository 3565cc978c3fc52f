/** Waiting until an object is ready, or gone. */
import type { Api, Options } from "../cluster/api";
import { CancelledError, isNotFound, isTransient, messageOf, UnknownKindError } from "../cluster/errors";
import { sleep } from "../cluster/retry";
import { stringAt, type JsonObject } from "../objects/json";
import { kindOfObject } from "../objects/kinds";
import type { Awaiter } from "./probes";
import { explain, podSummary } from "./report";
import { deletionBlockers } from "./services";

/** The object exists but did not become what was waited for. `object` is how it was last seen. */
export class NotReadyError extends Error {
  constructor(
    message: string,
    readonly object: JsonObject,
    readonly reasons: string[],
  ) {
    super(message);
    this.name = "NotReadyError";
  }
}

export interface Waiting {
  api: Api;
  options: Options;
  /** Milliseconds. */
  timeout: number;
  /** Shows a line of progress, an empty one clears it. */
  status: (text: string) => void;
}

/** Milliseconds between two looks: close together at first, every two seconds later on. */
export function pause(look: number): number {
  return Math.min(200 * 1.3 ** look, 2_000);
}

/** Between two looks at the pods of a workload for the progress line, in milliseconds. */
const summaryInterval = 10_000;

/** Waits for the object and returns it as it is then. Throws NotReadyError or CancelledError. */
export async function waitUntilReady(object: JsonObject, awaiter: Awaiter, waiting: Waiting): Promise<JsonObject> {
  const { api, options, status } = waiting;
  const started = Date.now();
  const timeout = Math.min(waiting.timeout, awaiter.limit);
  const uid = stringAt(object, "metadata", "uid");
  let live = object;
  let message = "";
  let summarized = started;
  for (let look = 0; ; look++) {
    const waited = Date.now() - started;
    try {
      if (look > 0) live = await lookAgain(live, api, options);
      if (stringAt(live, "metadata", "uid") !== uid)
        throw new NotReadyError("replaced by another object while waiting", live, []);
      const verdict = await awaiter.probe(live, waited);
      if (verdict.ready) return live;
      if (verdict.failed === true) throw await notReady(verdict.message, live, api, options);
      if (verdict.message !== message) status(verdict.message);
      message = verdict.message;
    } catch (error) {
      if (isNotFound(error)) throw new NotReadyError("deleted by someone else while waiting for it", live, []);
      if (!isTransient(error)) throw error;
      message = messageOf(error);
      status(message);
    }
    if (waited > timeout) {
      throw await notReady(`not ready after ${Math.round(timeout / 1000)} s: ${message}`, live, api, options);
    }
    if (Date.now() - summarized > summaryInterval) {
      summarized = Date.now();
      const summary = await podSummary(api, live, { ...options, budget: 0 });
      if (summary !== "") status(`${message}; ${summary}`);
    }
    await napping(pause(look), live, options.signal);
  }
}

async function lookAgain(live: JsonObject, api: Api, options: Options): Promise<JsonObject> {
  const name = stringAt(live, "metadata", "name");
  return api.get(kindOfObject(live), stringAt(live, "metadata", "namespace"), name, { ...options, budget: 0 });
}

/** Sleeps; when the engine cancels, the object as last seen goes into the state. */
async function napping(milliseconds: number, live: JsonObject, signal: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, signal);
  } catch (error) {
    if (error instanceof CancelledError)
      throw new NotReadyError("cancelled while waiting for it to become ready", live, []);
    throw error;
  }
}

async function notReady(message: string, live: JsonObject, api: Api, options: Options): Promise<NotReadyError> {
  return new NotReadyError(message, live, await explain(api, live, { ...options, budget: 2_000 }));
}

/** Waits until the object is gone or another of its name has taken its place. */
export async function waitUntilGone(object: JsonObject, waiting: Waiting): Promise<void> {
  const { api, options, status } = waiting;
  const started = Date.now();
  let live = object;
  let message = "";
  for (let look = 0; ; look++) {
    try {
      const seen = await lookAgain(live, api, options);
      if (stringAt(seen, "metadata", "uid") !== stringAt(object, "metadata", "uid")) return;
      live = seen;
      const blockers = `waiting for ${deletionBlockers(live)}`;
      if (blockers !== message) status(blockers);
      message = blockers;
    } catch (error) {
      if (isNotFound(error) || error instanceof UnknownKindError) return;
      if (!isTransient(error)) throw error;
      message = messageOf(error);
      status(message);
    }
    if (Date.now() - started > waiting.timeout) {
      throw await notReady(
        `still there ${Math.round(waiting.timeout / 1000)} s after its deletion: ${message}`,
        live,
        api,
        options,
      );
    }
    await napping(pause(look), live, options.signal);
  }
}
