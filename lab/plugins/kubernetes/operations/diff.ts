/** Diff: new inputs against those of the last deployment. Needs no cluster for the kinds that Kubernetes brings. */
import { patience } from "../cluster/api";
import { UnreachableError } from "../cluster/errors";
import { job } from "../await/workloads";
import { isAnnotated, replaceUnready } from "../objects/annotations";
import { diffObjects, type ObjectDiff } from "../objects/diff";
import { stringAt, type JsonObject } from "../objects/json";
import { isPatch, kindOfObject, kindOfUrn } from "../objects/kinds";
import { parseCheckpoint } from "../objects/state";
import { toClusterObject } from "../objects/values";
import type { Provider } from "./provider";

export interface DiffRequest {
  urn: string;
  state: JsonObject;
  /** Inputs of the last deployment or refresh; empty with an engine that does not send them. */
  oldInputs: JsonObject;
  news: JsonObject;
  ignoreChanges: readonly string[];
}

export async function diff(provider: Provider, request: DiffRequest): Promise<ObjectDiff> {
  const { inputs, live } = parseCheckpoint(request.state);
  const oldInputs = Object.keys(request.oldInputs).length > 0 ? toClusterObject(request.oldInputs) : inputs;
  const newInputs = toClusterObject(request.news);
  const result = diffObjects(oldInputs, newInputs, {
    patch: isPatch(request.urn, stringAt(newInputs, "kind")),
    namespaced: await provider.isNamespaced(kindOfUrn(request.urn)),
    mutability: { configMaps: provider.settings.configMapsMutable, secrets: provider.settings.secretsMutable },
    ignore: request.ignoreChanges,
    liveName: stringAt(live, "metadata", "name"),
  });
  if (isAnnotated(newInputs, replaceUnready) && (await isUnreadyJob(provider, request.urn, live))) {
    const path = `metadata.annotations["${replaceUnready}"]`;
    result.changes.set(path, { kind: "update", replaces: true });
    result.replaces.push(path);
  }
  return result;
}

async function isUnreadyJob(provider: Provider, urn: string, live: JsonObject): Promise<boolean> {
  if (stringAt(live, "kind") !== "Job") {
    provider.log.warning(`annotation ${replaceUnready} is for Jobs only`, urn);
    return false;
  }
  try {
    const [namespace, name] = [stringAt(live, "metadata", "namespace"), stringAt(live, "metadata", "name")];
    const api = await provider.api();
    return !job(await api.get(kindOfObject(live), namespace, name, provider.options(urn, patience.preview))).ready;
  } catch (error) {
    if (error instanceof UnreachableError) {
      provider.warnOnce(`${error.message}; ${replaceUnready} is not looked at.`);
    }
    return false;
  }
}
