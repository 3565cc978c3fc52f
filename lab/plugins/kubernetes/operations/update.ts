/** Update: server-side apply of the new inputs, then the wait for the object to be ready again. */
import { patience } from "../cluster/api";
import { ApiError, isConflict, isNotFound, messageOf, UnknownKindError, UnreachableError } from "../cluster/errors";
import { stringAt, type JsonObject } from "../objects/json";
import { apiVersionOf, idOf, isPatch, kindOfObject, parseId } from "../objects/kinds";
import { normalize } from "../objects/normalize";
import { checkpoint, fieldManagerOf, parseCheckpoint, type State } from "../objects/state";
import { containsUnknown, toClusterObject } from "../objects/values";
import { applyUpdate, conflictHelp, relinquish } from "./apply";
import { overlay } from "./preview";
import { InitFailedError, type Provider } from "./provider";
import { settle } from "./settle";

export interface UpdateRequest {
  urn: string;
  id: string;
  state: JsonObject;
  oldInputs: JsonObject;
  news: JsonObject;
  timeout: number;
  preview: boolean;
  ignoreChanges: readonly string[];
}

export async function update(provider: Provider, request: UpdateRequest): Promise<JsonObject> {
  const { urn, news, preview } = request;
  const old = parseCheckpoint(request.state);
  const inputs = toClusterObject(news);
  if (preview && containsUnknown(inputs)) return guess(request);
  const manager = fieldManagerOf(inputs, old.fieldManager, provider.settings.serverSideApply);
  const oldInputs = Object.keys(request.oldInputs).length > 0 ? toClusterObject(request.oldInputs) : old.inputs;
  const patch = isPatch(urn, stringAt(inputs, "kind"));
  const options = provider.options(urn, patience.write, preview);
  let before: JsonObject | undefined;
  const state = (live: JsonObject): State => ({
    inputs,
    live,
    initialApiVersion: old.initialApiVersion,
    fieldManager: manager,
  });
  try {
    const api = await provider.api();
    const { namespace, name } = parseId(request.id);
    before = await api.get(kindOfObject(inputs), namespace, name, options);
    const live = await applyUpdate(
      api,
      {
        inputs: normalize(inputs),
        oldInputs: normalize(oldInputs),
        live: before,
        fieldManager: manager,
        patch,
        serverSideApply: provider.settings.serverSideApply,
        forceAll: provider.settings.patchForce,
        ignoreChanges: request.ignoreChanges,
      },
      options,
    );
    if (preview) return checkpoint(state(live), news);
    const oldManager = fieldManagerOf(oldInputs, old.fieldManager, provider.settings.serverSideApply);
    if (provider.settings.serverSideApply && old.fieldManager !== "" && oldManager !== manager) {
      await relinquish(api, live, oldManager, options);
    }
    const settled = await settle(provider, api, state(live), {
      urn,
      timeout: request.timeout,
      secretsFrom: news,
      done: "was updated",
    });
    return checkpoint(settled, news);
  } catch (error) {
    if (error instanceof InitFailedError) throw error;
    if (preview) return previewFallback(provider, error, request, manager);
    throw new Error(`${label(inputs, request.id)} was not updated: ${help(error, manager)}`);
  } finally {
    provider.log.status("", urn);
  }
}

function label(inputs: JsonObject, id: string): string {
  const kind = kindOfObject(inputs);
  return `${apiVersionOf(kind)}/${kind.kind} ${id || idOf(inputs)}`;
}

function help(error: unknown, manager: string): string {
  if (isNotFound(error))
    return `${messageOf(error)}. It was deleted outside of Pulumi: run pulumi refresh, then pulumi up.`;
  return conflictHelp(error, manager);
}

/** What a preview shows where the server was not asked. */
function guess({ state, news }: UpdateRequest): JsonObject {
  return overlay(state, news);
}

/** A preview fails only where the server refuses the object itself. */
function previewFallback(provider: Provider, error: unknown, request: UpdateRequest, manager: string): JsonObject {
  if (error instanceof UnreachableError) {
    provider.warnOnce(`${error.message}; this preview is made from the program and the state alone.`);
    return guess(request);
  }
  if (isConflict(error) || isNotFound(error))
    provider.log.warning(`the update would fail: ${help(error, manager)}`, request.urn);
  if (error instanceof UnknownKindError || isNotFound(error) || isConflict(error)) return guess(request);
  if (!(error instanceof ApiError)) throw error;
  const refused = error.status === 422 || (error.status === 400 && !/dry.?run/i.test(error.message));
  if (refused) throw new Error(`the API server refuses the update: ${error.message}`);
  return guess(request);
}
