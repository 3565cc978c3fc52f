/**
 * Secrets and unknowns in the engine's property values.
 *
 * On the wire a secret is an object with a signature key around the value, and a value that is not known yet in a
 * preview is one of a few fixed strings (see pulumi's sdk/proto and docs on property values).
 */
import { isObject, type Json, type JsonObject } from "./json";

const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** Placeholders of values unknown in a preview: string, bool, number, array, asset, archive, object. */
const unknowns: ReadonlySet<Json> = new Set<Json>([
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** The placeholder for a value of any type that is known after the deployment only. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export function isUnknown(value: Json | undefined): boolean {
  return typeof value === "string" && unknowns.has(value);
}

export function isSecret(value: Json | undefined): boolean {
  return isObject(value) && value[signatureKey] === secretSignature;
}

export function secret(value: Json): Json {
  return isSecret(value) ? value : { [signatureKey]: secretSignature, value };
}

export function containsUnknown(value: Json | undefined): boolean {
  return some(value, isUnknown);
}

export function containsSecret(value: Json | undefined): boolean {
  return some(value, isSecret);
}

function some(value: Json | undefined, test: (value: Json | undefined) => boolean): boolean {
  if (test(value)) return true;
  if (Array.isArray(value)) return value.some((item) => some(item, test));
  return isObject(value) && Object.values(value).some((item) => some(item, test));
}

/** The value with every secret unwrapped. Unknown placeholders stay. */
export function plain(value: Json): Json {
  if (Array.isArray(value)) return value.map(plain);
  if (!isObject(value)) return value;
  if (isSecret(value)) return plain(value["value"] ?? null);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

/**
 * Outputs with secrets marked where the inputs had them; `data` and `stringData` of every Secret are secret always.
 *
 * Objects are entered, so that one secret does not hide a whole object; an array with a secret anywhere in it becomes
 * secret as a whole, since the server may reorder it.
 */
export function markSecrets(outputs: JsonObject, inputs: JsonObject): JsonObject {
  const marked = { ...outputs };
  if (outputs["kind"] === "Secret") {
    for (const key of ["data", "stringData"]) {
      const value = marked[key];
      if (value !== undefined) marked[key] = secret(value);
    }
  }
  for (const [key, input] of Object.entries(inputs)) {
    const output = marked[key];
    if (output === undefined || isSecret(output)) continue;
    if (isObject(output) && isObject(input) && !isSecret(input)) marked[key] = markSecrets(output, input);
    else if (containsSecret(input)) marked[key] = secret(output);
  }
  return marked;
}

/** Schema keywords of CustomResourceDefinitions that the SDKs cannot name with dashes. */
const dashed = new Map(
  [
    "x-kubernetes-embedded-resource",
    "x-kubernetes-int-or-string",
    "x-kubernetes-list-map-keys",
    "x-kubernetes-list-type",
    "x-kubernetes-map-type",
    "x-kubernetes-preserve-unknown-fields",
    "x-kubernetes-validations",
  ].map((name) => [name.replaceAll("-", "_"), name]),
);
const underscored = new Map([...dashed].map(([underscore, dash]) => [dash, underscore]));

function renamed(value: Json, names: ReadonlyMap<string, string>): Json {
  if (Array.isArray(value)) return value.map((item) => renamed(item, names));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [names.get(key) ?? key, renamed(item, names)]));
}

/** Properties from the engine as an object for the cluster: no secret wrappers, keys as the cluster names them. */
export function toClusterObject(properties: JsonObject): JsonObject {
  return renamed(plain(properties), dashed) as JsonObject;
}

/** An object of the cluster with keys as the SDKs name them. */
export function toProperties(object: JsonObject): JsonObject {
  return renamed(object, underscored) as JsonObject;
}
