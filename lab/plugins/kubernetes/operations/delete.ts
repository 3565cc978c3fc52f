/** Delete: asks for the deletion and waits until the object is gone; a Patch resource gives up its fields instead. */
import { patience, type Api } from "../cluster/api";
import { CancelledError, isNotFound, messageOf, UnknownKindError, UnreachableError } from "../cluster/errors";
import { NotReadyError, waitUntilGone } from "../await/wait";
import { isAnnotated, propagationOf, skipAwait, timeoutOf } from "../objects/annotations";
import { stringAt, type JsonObject } from "../objects/json";
import { apiVersionOf, isCustomResourceDefinition, isPatch, kindOfObject, parseId } from "../objects/kinds";
import { checkpoint, parseCheckpoint, type State } from "../objects/state";
import { relinquish } from "./apply";
import { InitFailedError, type Provider } from "./provider";
import { unreachableHelp } from "./read";

export interface DeleteRequest {
  urn: string;
  id: string;
  state: JsonObject;
  timeout: number;
}

/** Kinds for which skipAwait also skips the wait for the deletion (pulumi-kubernetes#3154). */
const skippable = ["Namespace", "Pod", "ReplicationController", "DaemonSet", "Deployment", "StatefulSet", "Job"];

export async function remove(provider: Provider, request: DeleteRequest): Promise<void> {
  const state = parseCheckpoint(request.state);
  try {
    const api = await provider.api();
    if (isPatch(request.urn, stringAt(state.live, "kind"))) await release(provider, api, request, state);
    else await deleteObject(provider, api, request, state);
    if (isCustomResourceDefinition(state.live)) api.discovery.forget();
  } catch (error) {
    if (error instanceof InitFailedError || error instanceof CancelledError) throw error;
    if (error instanceof UnknownKindError) return;
    if (error instanceof UnreachableError) {
      if (!provider.settings.deleteUnreachable) throw new Error(unreachableHelp(error));
      provider.log.warning(`${error.message}; deleteUnreachable is set: dropped from the state.`, request.urn);
      return;
    }
    const kind = kindOfObject(state.live);
    throw new Error(`${apiVersionOf(kind)}/${kind.kind} ${request.id} was not deleted: ${messageOf(error)}`);
  } finally {
    provider.log.status("", request.urn);
  }
}

function optionsFor(provider: Provider, urn: string) {
  return provider.options(urn, provider.settings.deleteUnreachable ? patience.known : patience.write);
}

async function release(provider: Provider, api: Api, request: DeleteRequest, state: State): Promise<void> {
  const options = optionsFor(provider, request.urn);
  const { namespace, name } = parseId(request.id);
  try {
    const live = await api.get(kindOfObject(state.live), namespace, name, options);
    await relinquish(api, live, state.fieldManager, options);
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

async function deleteObject(provider: Provider, api: Api, request: DeleteRequest, state: State): Promise<void> {
  const { urn } = request;
  const options = optionsFor(provider, urn);
  const kind = kindOfObject(state.live);
  const { namespace, name } = parseId(request.id);
  const asked = await api.delete(kind, namespace, name, propagationOf(state.inputs), options);
  if (!asked || (isAnnotated(state.inputs, skipAwait) && skippable.includes(kind.kind))) return;
  try {
    await waitUntilGone(state.live, {
      api,
      options,
      timeout: timeoutOf(request.timeout, state.inputs),
      status: (text) => provider.log.status(text, urn),
    });
  } catch (error) {
    if (!(error instanceof NotReadyError)) throw error;
    const head = `${kind.kind} ${request.id}: ${error.message}`;
    const properties = checkpoint({ ...state, live: error.object }, request.state);
    const reasons = [head, ...error.reasons];
    throw new InitFailedError(reasons.join("\n  - "), request.id, properties, undefined, reasons);
  }
}
