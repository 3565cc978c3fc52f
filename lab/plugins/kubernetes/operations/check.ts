/** Check: validates inputs, gives names and namespaces to those that have none. */
import { patience } from "../cluster/api";
import { UnreachableError } from "../cluster/errors";
import { withName, type NamingRule } from "../objects/autoname";
import { at, isObject, objectAt, stringAt, withValue, type JsonObject } from "../objects/json";
import { builtInNamespaced, isCustomResourceDefinition, isPatch, kindOfUrn, parseUrn } from "../objects/kinds";
import { withNamespace } from "../objects/normalize";
import { isUnknown, markSecrets, toClusterObject, toProperties } from "../objects/values";
import type { Provider } from "./provider";

export interface CheckFailure {
  property: string;
  reason: string;
}

export interface CheckRequest {
  urn: string;
  olds: JsonObject;
  news: JsonObject;
  seed: Uint8Array;
  naming?: NamingRule;
}

export async function check(
  provider: Provider,
  request: CheckRequest,
): Promise<{ inputs: JsonObject; failures: CheckFailure[] }> {
  const { urn, olds, news } = request;
  if (provider.settings.skipUpdateUnreachable && Object.keys(olds).length > 0 && (await isUnreachable(provider, urn))) {
    provider.warnOnce(
      "The Kubernetes API server cannot be reached; skipUpdateUnreachable is set, so nothing is updated.",
    );
    return { inputs: olds, failures: [] };
  }
  const kind = kindOfUrn(urn);
  const object = toClusterObject(news);
  const failures = validate(object);
  const patch = isPatch(urn, stringAt(object, "kind"));
  if (kind.kind.endsWith("List") && builtInNamespaced(kind) !== undefined) {
    failures.push({ property: "kind", reason: "lists cannot be created; declare the objects in it" });
  }
  if (patch && !provider.settings.serverSideApply) {
    failures.push({ property: "", reason: "Patch resources need the provider option enableServerSideApply" });
  }
  if (patch && stringAt(object, "metadata", "name") === "" && !isUnknown(object["metadata"])) {
    failures.push({ property: "metadata.name", reason: "a Patch resource must name the object to patch" });
  }
  const generated = stringAt(object, "metadata", "generateName") !== "" && stringAt(object, "metadata", "name") === "";
  if (generated && provider.settings.serverSideApply) {
    failures.push({
      property: "metadata.generateName",
      reason: "not supported with server-side apply; set metadata.name",
    });
  }
  if (failures.length > 0) return { inputs: news, failures };
  const old = Object.keys(olds).length > 0 ? toClusterObject(olds) : undefined;
  let checked = withName(object, old, parseUrn(urn).name, request.seed, request.naming);
  if (!provider.settings.serverSideApply && old === undefined) checked = withManagedBy(checked);
  if (isCustomResourceDefinition(checked)) await declare(provider, checked);
  if (!isUnknown(checked["metadata"])) {
    const namespace = await provider.defaultNamespace();
    if (namespace !== "" && stringAt(checked, "metadata", "namespace") === "" && (await provider.isNamespaced(kind))) {
      checked = withNamespace(checked, true, namespace);
    }
  }
  return { inputs: markSecrets(toProperties(checked), news), failures };
}

/** Mistakes that can be told without a cluster. */
export function validate(object: JsonObject): CheckFailure[] {
  const failures: CheckFailure[] = [];
  for (const key of ["apiVersion", "kind"]) {
    if (stringAt(object, key) === "") failures.push({ property: key, reason: `${key} is missing` });
  }
  const metadata = object["metadata"];
  if (metadata !== undefined && metadata !== null && !isObject(metadata) && !isUnknown(metadata)) {
    failures.push({ property: "metadata", reason: "metadata must be an object" });
  }
  for (const key of ["labels", "annotations"]) {
    for (const [name, value] of Object.entries(objectAt(metadata, key))) {
      if (value === null || typeof value === "string") continue;
      const remedy = typeof value === "object" ? "it must be a string" : `write "${String(value)}" in quotes`;
      failures.push({ property: `metadata.${key}["${name}"]`, reason: `the value is not a string: ${remedy}` });
    }
  }
  return failures;
}

/** Without server-side apply there is no record of owners, so that a label says who manages the object. */
function withManagedBy(object: JsonObject): JsonObject {
  const labels = at(object, "metadata", "labels");
  if (labels !== undefined && !isObject(labels)) return object;
  return withValue(object, ["metadata", "labels", "app.kubernetes.io/managed-by"], "pulumi");
}

async function declare(provider: Provider, definition: JsonObject): Promise<void> {
  try {
    (await provider.api()).discovery.declare(definition);
  } catch (error) {
    if (!(error instanceof UnreachableError)) throw error;
  }
}

async function isUnreachable(provider: Provider, urn: string): Promise<boolean> {
  try {
    const api = await provider.api();
    await api.get(
      { group: "", version: "v1", kind: "Namespace" },
      "",
      "default",
      provider.options(urn, patience.known),
    );
    return false;
  } catch (error) {
    return error instanceof UnreachableError;
  }
}
