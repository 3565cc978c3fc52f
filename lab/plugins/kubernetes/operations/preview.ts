/** Outputs shown in a preview. */
import { at, isObject, withValue, type JsonObject } from "../objects/json";
import { isSecret, unknown } from "../objects/values";

/** What the server allots when the object is really made; a dry run only makes values up. */
const allotted: readonly (readonly string[])[] = [
  ["metadata", "uid"],
  ["spec", "clusterIP"],
  ["spec", "clusterIPs"],
  ["spec", "healthCheckNodePort"],
];

/** Outputs of an object to be created, with what is not known before marked as such, unless the program sets it. */
export function withUnknowns(outputs: JsonObject, inputs: JsonObject): JsonObject {
  const isService = inputs["kind"] === "Service" && inputs["apiVersion"] === "v1";
  return allotted.reduce((result, path) => {
    const [top = ""] = path;
    const parent = result[top];
    const skip =
      (top === "spec" && !isService) || !isObject(parent) || isSecret(parent) || at(inputs, ...path) !== undefined;
    return skip ? result : withValue(result, path, unknown);
  }, outputs);
}

/** The old outputs overlaid with new inputs: the best guess at an update that the server was not asked about. */
export function overlay(old: JsonObject, news: JsonObject): JsonObject {
  const result = { ...old };
  for (const [key, value] of Object.entries(news)) {
    const before = result[key];
    const merge = isObject(before) && isObject(value) && !isSecret(before) && !isSecret(value);
    result[key] = merge ? overlay(before, value) : value;
  }
  return result;
}
