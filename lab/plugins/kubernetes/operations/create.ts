/**
 * Create: a plain create, so that an object that someone else made is never taken over by accident; server-side apply
 * where the provider is told to take over what exists.
 */
import { patience, type Api, type Options } from "../cluster/api";
import {
  ApiError,
  isAlreadyExists,
  isNotFound,
  messageOf,
  UnknownKindError,
  UnreachableError,
} from "../cluster/errors";
import { withRetry } from "../cluster/retry";
import { isAnnotated, patchForce } from "../objects/annotations";
import { stringAt, without, type JsonObject } from "../objects/json";
import { apiVersionOf, idOf, isPatch, kindOfObject } from "../objects/kinds";
import { normalize } from "../objects/normalize";
import { checkpoint, createManager, fieldManagerOf, type State } from "../objects/state";
import { containsUnknown, toClusterObject } from "../objects/values";
import { conflictHelp } from "./apply";
import { withUnknowns } from "./preview";
import type { Provider } from "./provider";
import { settle } from "./settle";

export interface CreateRequest {
  urn: string;
  properties: JsonObject;
  /** Seconds, 0 for the default. */
  timeout: number;
  preview: boolean;
}

/** How long a namespace or a CustomResourceDefinition made in the same run may take to be known. */
const orderBudget = 30_000;

export async function create(
  provider: Provider,
  request: CreateRequest,
): Promise<{ id: string; properties: JsonObject }> {
  const { urn, properties, preview } = request;
  const inputs = toClusterObject(properties);
  const patch = isPatch(urn, stringAt(inputs, "kind"));
  if (preview) {
    const skip = containsUnknown(inputs) || patch || !provider.settings.serverSideApply;
    const live = skip ? undefined : await previewCreate(provider, urn, inputs);
    const outputs = live === undefined ? properties : checkpoint(stateOf(provider, inputs, live), properties);
    return { id: "", properties: withUnknowns(outputs, inputs) };
  }
  const manager = fieldManagerOf(inputs, "", provider.settings.serverSideApply);
  const live = await submit(provider, urn, inputs, manager, patch);
  const state: State = { ...stateOf(provider, inputs, live), fieldManager: manager };
  const api = await provider.api();
  const settled = await settle(provider, api, state, {
    urn,
    timeout: request.timeout,
    secretsFrom: properties,
    done: patch ? "was patched" : "was created",
  });
  return { id: idOf(settled.live), properties: checkpoint(settled, properties) };
}

function stateOf(provider: Provider, inputs: JsonObject, live: JsonObject): State {
  const fieldManager = fieldManagerOf(inputs, "", provider.settings.serverSideApply);
  return { inputs, live, initialApiVersion: stringAt(inputs, "apiVersion"), fieldManager };
}

async function submit(
  provider: Provider,
  urn: string,
  inputs: JsonObject,
  manager: string,
  patch: boolean,
): Promise<JsonObject> {
  const body = normalize(inputs);
  try {
    const api = await provider.api();
    const options = provider.options(urn, patience.write);
    return await withRetry(() => send(provider, api, body, manager, patch, options), {
      budget: orderBudget,
      retryable: (error) => isNotFound(error) || error instanceof UnknownKindError,
      signal: provider.signal,
      firstWait: 500,
      onRetry: (error) => provider.log.status(`waiting: ${messageOf(error)}`, urn),
    });
  } catch (error) {
    throw new Error(`${label(body)} was not ${patch ? "patched" : "created"}: ${createHelp(error, manager)}`);
  } finally {
    provider.log.status("", urn);
  }
}

function send(
  provider: Provider,
  api: Api,
  body: JsonObject,
  manager: string,
  patch: boolean,
  options: Options,
): Promise<JsonObject> {
  const { settings } = provider;
  if (settings.serverSideApply && (patch || settings.upsert)) {
    // As upstream, a preview does not tell of conflicts: what has the fields may be about to be replaced.
    const force = options.dryRun === true || settings.patchForce || isAnnotated(body, patchForce);
    return api.apply(body, { ...options, fieldManager: manager, force });
  }
  // The same owner as upstream, whose next update (like ours) moves its fields to server-side apply
  // (pulumi-kubernetes#2926).
  return api.create(body, createManager, options);
}

function label(object: JsonObject): string {
  return `${apiVersionOf(kindOfObject(object))}/${stringAt(object, "kind")} ${idOf(object)}`;
}

function createHelp(error: unknown, manager: string): string {
  if (isAlreadyExists(error)) {
    return (
      `${messageOf(error)}. An object of this name is in the cluster already. Import it (pulumi import), give an ` +
      "alias if the resource was renamed, use its Patch resource to own single fields, delete it, or set the " +
      "provider option upsertExistingObjects to take it over."
    );
  }
  return conflictHelp(error, manager);
}

/**
 * What the server would make of it. Undefined where it cannot say, which is no fault of the program: not reachable,
 * namespace or kind made in the same run, a replacement whose predecessor still has the name, no right to ask, a
 * webhook without dry run. A refusal of the object itself is an error.
 */
async function previewCreate(provider: Provider, urn: string, inputs: JsonObject): Promise<JsonObject | undefined> {
  try {
    const api = await provider.api();
    const manager = fieldManagerOf(inputs, "", provider.settings.serverSideApply);
    const live = await send(provider, api, normalize(inputs), manager, false, provider.options(urn, 0, true));
    return without(live, ["status"]);
  } catch (error) {
    if (error instanceof UnreachableError) {
      provider.warnOnce(`${error.message}; this preview is made from the program and the state alone.`);
      return undefined;
    }
    if (error instanceof UnknownKindError) return undefined;
    if (!(error instanceof ApiError)) throw error;
    const refused = error.status === 422 || (error.status === 400 && !/dry.?run/i.test(error.message));
    if (refused) throw new Error(`the API server refuses ${label(inputs)}: ${error.message}`);
    return undefined;
  }
}
