/**
 * The form of a resource's state, the one the official provider writes: the live object's own properties, and beside
 * them `__inputs` (the inputs that made it), `__initialApiVersion` and `__fieldManager`.
 */
import { annotation, patchFieldManager } from "./annotations";
import { uniqueName } from "./autoname";
import { isObject, stringAt, type JsonObject } from "./json";
import { markSecrets, toClusterObject, toProperties } from "./values";

export interface State {
  inputs: JsonObject;
  live: JsonObject;
  initialApiVersion: string;
  fieldManager: string;
}

/** Name under which objects are created, and under which everything is written without server-side apply. */
export const createManager = "pulumi-kubernetes";

/**
 * State for the engine.
 * @param secretsFrom properties whose secret values mark the same places in inputs and outputs
 */
export function checkpoint(state: State, secretsFrom: JsonObject): JsonObject {
  return {
    ...markSecrets(toProperties(state.live), secretsFrom),
    __inputs: markSecrets(toProperties(state.inputs), secretsFrom),
    __initialApiVersion: state.initialApiVersion,
    __fieldManager: state.fieldManager,
  };
}

/** Reads state back, also the older form `{inputs, live}`. Secrets are unwrapped. */
export function parseCheckpoint(properties: JsonObject): State {
  const unwrapped = toClusterObject(properties);
  const { __inputs, __initialApiVersion, __fieldManager, ...rest } = unwrapped;
  const oldForm = isObject(rest["inputs"]) && isObject(rest["live"]);
  const inputs = oldForm ? rest["inputs"] : __inputs;
  const live = oldForm ? rest["live"] : rest;
  return {
    inputs: isObject(inputs) ? inputs : {},
    live: isObject(live) ? live : {},
    initialApiVersion: typeof __initialApiVersion === "string" ? __initialApiVersion : stringAt(inputs, "apiVersion"),
    fieldManager: typeof __fieldManager === "string" ? __fieldManager : "",
  };
}

/** Name under which an object's fields are owned: its annotation, the name in its state, or a fresh one. */
export function fieldManagerOf(object: JsonObject, known: string, serverSideApply: boolean): string {
  if (!serverSideApply) return createManager;
  return annotation(object, patchFieldManager) || known || uniqueName(`${createManager}-`, new Uint8Array());
}
