/** Functions of the package: only the decoding of YAML, which ConfigFile and ConfigGroup are made of. */
import { isObject, stringAt, type Json, type JsonObject } from "../objects/json";
import { builtInNamespaced, kindOfObject } from "../objects/kinds";
import { withNamespace } from "../objects/normalize";

export async function invoke(token: string, args: JsonObject): Promise<JsonObject> {
  if (token !== "kubernetes:yaml:decode") {
    throw new Error(`function ${token} is not supported by this plugin (no Helm, no kustomize); use native resources`);
  }
  return { result: await decodeYaml(stringAt(args, "text"), stringAt(args, "defaultNamespace")) };
}

/** Objects of a YAML text, lists expanded; namespaced ones without a namespace get the default. */
export async function decodeYaml(text: string, defaultNamespace: string): Promise<Json[]> {
  const { parseAllDocuments } = await import("yaml");
  const documents = parseAllDocuments(text);
  const objects: Json[] = [];
  for (const document of Array.isArray(documents) ? documents : []) {
    const fault = document.errors[0];
    if (fault !== undefined) throw new Error(`invalid YAML: ${fault.message}`);
    const value = document.toJS() as Json;
    if (!isObject(value)) continue;
    const items = stringAt(value, "kind").endsWith("List") ? value["items"] : undefined;
    objects.push(...(Array.isArray(items) ? items : [value]));
  }
  return objects.map((object) => {
    if (!isObject(object) || defaultNamespace === "") return object;
    return withNamespace(object, builtInNamespaced(kindOfObject(object)) ?? true, defaultNamespace);
  });
}
