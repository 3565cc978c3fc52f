/** Read: refresh, import and `get`. */
import { patience } from "../cluster/api";
import { isNotFound, messageOf, UnknownKindError, UnreachableError } from "../cluster/errors";
import { readProbeFor } from "../await/probes";
import { explain } from "../await/report";
import { stringAt, type JsonObject } from "../objects/json";
import { builtInNamespaced, idOf, kindOfObject, kindOfUrn, parseId, type Kind } from "../objects/kinds";
import { importedInputs, inputsAfterRefresh } from "../objects/normalize";
import { checkpoint, fieldManagerOf, parseCheckpoint } from "../objects/state";
import { markSecrets, toClusterObject, toProperties } from "../objects/values";
import { InitFailedError, type Provider } from "./provider";

export interface ReadRequest {
  urn: string;
  id: string;
  state: JsonObject;
  inputs: JsonObject;
}

export interface ReadResult {
  /** "" if the object is gone. */
  id: string;
  properties: JsonObject;
  inputs: JsonObject;
}

const gone: ReadResult = { id: "", properties: {}, inputs: {} };

/** The sentence for an operation that needs the cluster, with the way out if the cluster is gone for good. */
export function unreachableHelp(error: UnreachableError): string {
  return (
    `${error.message}. If the cluster was deleted, set the provider option deleteUnreachable or the environment ` +
    "variable PULUMI_K8S_DELETE_UNREACHABLE=true to drop its resources from the state."
  );
}

export async function read(provider: Provider, request: ReadRequest): Promise<ReadResult> {
  try {
    return await readObject(provider, request);
  } catch (error) {
    // A custom object whose CustomResourceDefinition is gone is gone with it.
    if (isNotFound(error) || error instanceof UnknownKindError) return gone;
    if (!(error instanceof UnreachableError)) throw error;
    const { deleteUnreachable, skipUpdateUnreachable } = provider.settings;
    if (deleteUnreachable) {
      provider.log.warning(`${error.message}; deleteUnreachable is set: dropped from the state.`, request.urn);
      return gone;
    }
    if (skipUpdateUnreachable) {
      provider.log.warning(`${error.message}; skipUpdateUnreachable is set: the state stays as it was.`, request.urn);
      return { id: request.id, properties: request.state, inputs: request.inputs };
    }
    throw new Error(unreachableHelp(error));
  } finally {
    provider.log.status("", request.urn);
  }
}

async function readObject(provider: Provider, request: ReadRequest): Promise<ReadResult> {
  const { urn, id } = request;
  const old = parseCheckpoint(request.state);
  const oldInputs = toClusterObject(request.inputs);
  const isImport = stringAt(oldInputs, "kind") === "";
  const kind = isImport ? importedKind(urn) : kindOfObject(oldInputs);
  const { namespace, name } = parseId(id);
  const { deleteUnreachable, skipUpdateUnreachable } = provider.settings;
  const budget = deleteUnreachable || skipUpdateUnreachable ? patience.known : patience.read;
  const options = provider.options(urn, budget);
  const api = await provider.api();
  const live = await api.get(kind, namespace, name, options);
  const inputs = isImport ? importedInputs(live) : inputsAfterRefresh(oldInputs, old.live, live);
  const properties = checkpoint(
    {
      inputs,
      live,
      initialApiVersion: old.initialApiVersion || stringAt(live, "apiVersion"),
      fieldManager: fieldManagerOf(inputs, old.fieldManager, provider.settings.serverSideApply),
    },
    request.inputs,
  );
  const result = { id: id || idOf(live), properties, inputs: markSecrets(toProperties(inputs), request.inputs) };
  const probe = isImport ? undefined : readProbeFor(inputs, api, options);
  const verdict = await probe?.(live, Number.POSITIVE_INFINITY);
  if (verdict === undefined || verdict.ready) return result;
  const reasons = [`not ready: ${verdict.message}`, ...(await explain(api, live, options))];
  const message = `${kind.kind} ${result.id} is ${reasons.join("\n  - ")}`;
  throw new InitFailedError(message, result.id, result.properties, result.inputs, reasons.map(messageOf));
}

/** The kind that a URN stands for; of Kubernetes' own kinds none ends in Patch, so that one that does is a Patch. */
function importedKind(urn: string): Kind {
  const kind = kindOfUrn(urn);
  return builtInNamespaced(kind) === undefined ? kind : { ...kind, kind: kind.kind.replace(/Patch$/, "") };
}
