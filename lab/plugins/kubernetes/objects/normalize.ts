/** Equivalent ways of writing an object brought to one, so that they show no difference and reach the server alike. */
import { at, equal, isObject, objectAt, without, withValue, type Json, type JsonObject } from "./json";
import { isCustomResourceDefinition, kindOfObject } from "./kinds";
import { isUnknown } from "./values";

const readOnlyMetadata = [
  "creationTimestamp",
  "deletionGracePeriodSeconds",
  "deletionTimestamp",
  "generation",
  "managedFields",
  "resourceVersion",
  "selfLink",
  "uid",
];

export function isSecretKind(object: JsonObject): boolean {
  return object["kind"] === "Secret" && kindOfObject(object).group === "";
}

/**
 * The object as it is sent and compared: no read-only metadata, apiVersion "v1" for core, a Secret's `stringData`
 * folded into `data` (the server does the same on write; sent as it is, server-side apply would not own the keys).
 */
export function normalize(object: JsonObject): JsonObject {
  let result = readOnlyMetadata.reduce((rest, key) => without(rest, ["metadata", key]), object);
  if (result["apiVersion"] === "core/v1") result = { ...result, apiVersion: "v1" };
  if (isSecretKind(result)) return normalizeSecret(result);
  if (isCustomResourceDefinition(result)) {
    result = without(result, ["status"]);
    // Deprecated, and dropped by the server where it is false.
    if (at(result, "spec", "preserveUnknownFields") === false)
      result = without(result, ["spec", "preserveUnknownFields"]);
  }
  return result;
}

function normalizeSecret(object: JsonObject): JsonObject {
  const stringData = object["stringData"];
  if (!isObject(stringData)) return object;
  if (object["data"] !== undefined && object["data"] !== null && !isObject(object["data"])) return object;
  const encoded = Object.entries(stringData).map(([key, value]) => [key, base64(value)]);
  return { ...without(object, ["stringData"]), data: { ...objectAt(object, "data"), ...Object.fromEntries(encoded) } };
}

function base64(value: Json): Json {
  return typeof value === "string" && !isUnknown(value) ? Buffer.from(value).toString("base64") : value;
}

/** Inputs of an object after a refresh; a Secret's `stringData` follows the live `data`, which is where it is kept. */
export function inputsAfterRefresh(inputs: JsonObject, lastLive: JsonObject, live: JsonObject): JsonObject {
  const stringData = inputs["stringData"];
  if (!isSecretKind(inputs) || !isObject(stringData)) return refreshedInputs(inputs, lastLive, live);
  const decoded = (object: JsonObject) => ({
    ...object,
    stringData: Object.fromEntries(
      Object.entries(objectAt(object, "data"))
        .filter(([key]) => Object.hasOwn(stringData, key))
        .map(([key, value]) => [key, typeof value === "string" ? Buffer.from(value, "base64").toString() : value]),
    ),
  });
  return refreshedInputs(inputs, decoded(lastLive), decoded(live));
}

/**
 * Inputs after a refresh: a value stays as the program wrote it where the live object still has what it had when last
 * seen (the server may write the same thing differently: quantities, defaults of webhooks, stringData), and becomes
 * the live value where that has changed since. Keys that the program does not set are not added.
 */
function refreshedInputs(inputs: JsonObject, lastLive: JsonObject, live: JsonObject): JsonObject {
  const result: JsonObject = {};
  for (const [key, input] of Object.entries(inputs)) {
    const before = lastLive[key];
    const now = live[key];
    if (equal(before, now)) result[key] = input;
    else if (isObject(input) && isObject(now))
      result[key] = refreshedInputs(input, isObject(before) ? before : {}, now);
    else if (Array.isArray(input) && Array.isArray(now)) result[key] = refreshedArray(input, before, now);
    else if (now !== undefined) result[key] = now;
    // A value gone from the live object leaves the inputs too, so that the next update restores it.
  }
  return result;
}

function refreshedArray(inputs: Json[], before: Json | undefined, now: Json[]): Json[] {
  const last = Array.isArray(before) ? before : [];
  return now.map((item, index) => {
    const input = inputs[index];
    if (input !== undefined && equal(item, last[index])) return input;
    if (isObject(input) && isObject(item)) return refreshedInputs(input, objectAt(last[index]), item);
    return item;
  });
}

/** Inputs for an object that was not created here (import, `get`): all of it but status and what the server fills in. */
export function importedInputs(live: JsonObject): JsonObject {
  const bare = without(normalize(live), ["status"]);
  const annotations = ["deployment.kubernetes.io/revision", "kubectl.kubernetes.io/last-applied-configuration"];
  const cleaned = annotations.reduce((rest, name) => without(rest, ["metadata", "annotations", name]), bare);
  const left = at(cleaned, "metadata", "annotations");
  return isObject(left) && Object.keys(left).length === 0 ? without(cleaned, ["metadata", "annotations"]) : cleaned;
}

/** The namespace made explicit, or removed from a cluster-wide object: both spellings mean the same. */
export function withNamespace(object: JsonObject, namespaced: boolean, fallback: string): JsonObject {
  if (!namespaced) return without(object, ["metadata", "namespace"]);
  const namespace = at(object, "metadata", "namespace");
  if ((namespace ?? "") !== "" || fallback === "" || !isObject(object["metadata"] ?? {})) return object;
  return withValue(object, ["metadata", "namespace"], fallback);
}
