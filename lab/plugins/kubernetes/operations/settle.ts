/** The wait after a create or update, and what goes into the state when it fails. */
import type { Api } from "../cluster/api";
import { patience } from "../cluster/api";
import { messageOf } from "../cluster/errors";
import { awaiterFor } from "../await/probes";
import { NotReadyError, waitUntilReady } from "../await/wait";
import { timeoutOf } from "../objects/annotations";
import type { JsonObject } from "../objects/json";
import { idOf, isCustomResourceDefinition } from "../objects/kinds";
import { checkpoint, type State } from "../objects/state";
import { InitFailedError, type Provider } from "./provider";

export interface Settling {
  urn: string;
  /** customTimeouts of the resource in seconds, 0 for none. */
  timeout: number;
  /** Properties whose secrets mark the state's. */
  secretsFrom: JsonObject;
  /** How to say what happened: "was created". */
  done: string;
}

/** Waits until the object is ready; a failure carries the object, so that the state knows that it exists. */
export async function settle(provider: Provider, api: Api, state: State, settling: Settling): Promise<State> {
  const { urn } = settling;
  const options = provider.options(urn, patience.read);
  try {
    const awaiter = awaiterFor(state.inputs, api, options);
    if (awaiter === undefined) return state;
    const live = await waitUntilReady(state.live, awaiter, {
      api,
      options,
      timeout: timeoutOf(settling.timeout, state.inputs),
      status: (text) => provider.log.status(text, urn),
    });
    return { ...state, live };
  } catch (error) {
    const live = error instanceof NotReadyError ? error.object : state.live;
    const reasons = error instanceof NotReadyError ? error.reasons : [];
    const head = `${state.live["kind"] as string} ${idOf(live)} ${settling.done} but did not become ready: ${messageOf(error)}`;
    const properties = checkpoint({ ...state, live }, settling.secretsFrom);
    throw new InitFailedError([head, ...reasons].join("\n  - "), idOf(live), properties, undefined, [head, ...reasons]);
  } finally {
    provider.log.status("", urn);
    if (isCustomResourceDefinition(state.inputs)) api.discovery.forget();
  }
}
