/**
 * The provider's configuration, under the names and with the environment variables of the official provider.
 *
 * Not supported: renderYamlToDirectory (refused); helmReleaseSettings, strictMode, alwaysRender (ignored).
 */
import { isObject, numberAt, stringAt, type Json, type JsonObject } from "../objects/json";

export interface Settings {
  /** Contents or path; "" for the ambient one. */
  kubeconfig: string;
  context: string;
  cluster: string;
  namespace: string;
  /** Default true. */
  serverSideApply: boolean;
  deleteUnreachable: boolean;
  skipUpdateUnreachable: boolean;
  suppressDeprecationWarnings: boolean;
  configMapsMutable: boolean;
  secretsMutable: boolean;
  /** Server-side apply on create, so that an object that exists is taken over. */
  upsert: boolean;
  /** Take over fields that others own. */
  patchForce: boolean;
  qps: number;
  burst: number;
  /** Milliseconds for one request. */
  timeout: number;
}

export type Variables = Readonly<Record<string, string>>;

/** Variables come as `kubernetes:config:NAME` or plain NAME; objects and booleans as JSON text. */
export function parseSettings(variables: Variables, environment: Variables): Settings {
  const text = (name: string) => variables[`kubernetes:config:${name}`] ?? variables[name] ?? "";
  const flag = (name: string, variable: string, fallback: boolean) => {
    const value = text(name) || (environment[variable] ?? "");
    return value === "" ? fallback : value === "true";
  };
  if (text("renderYamlToDirectory") !== "") {
    throw new Error("provider option renderYamlToDirectory is not supported by this plugin; remove it");
  }
  const client = parseObject("kubeClientSettings", text("kubeClientSettings"));
  const number = (key: string, variable: string, fallback: number) => {
    const set = stringAt(client, key) || numberAt(client, key) || environment[variable] || fallback;
    const value = Number(set);
    if (!Number.isFinite(value)) throw new Error(`kubeClientSettings.${key}: ${String(set)} is not a number`);
    return value;
  };
  return {
    kubeconfig: text("kubeconfig"),
    context: text("context"),
    cluster: text("cluster"),
    namespace: text("namespace"),
    serverSideApply: flag("enableServerSideApply", "PULUMI_K8S_ENABLE_SERVER_SIDE_APPLY", true),
    deleteUnreachable: flag("deleteUnreachable", "PULUMI_K8S_DELETE_UNREACHABLE", false),
    skipUpdateUnreachable: flag("skipUpdateUnreachable", "PULUMI_K8S_SKIP_UPDATE_UNREACHABLE", false),
    suppressDeprecationWarnings: flag("suppressDeprecationWarnings", "PULUMI_K8S_SUPPRESS_DEPRECATION_WARNINGS", false),
    configMapsMutable: flag("enableConfigMapMutable", "PULUMI_K8S_ENABLE_CONFIGMAP_MUTABLE", false),
    secretsMutable: flag("enableSecretMutable", "PULUMI_K8S_ENABLE_SECRET_MUTABLE", false),
    upsert: flag("upsertExistingObjects", "PULUMI_K8S_UPSERT_EXISTING_OBJECTS", false),
    patchForce: flag("enablePatchForce", "PULUMI_K8S_ENABLE_PATCH_FORCE", false),
    qps: number("qps", "PULUMI_K8S_CLIENT_QPS", 50),
    burst: number("burst", "PULUMI_K8S_CLIENT_BURST", 120),
    timeout: number("timeout", "PULUMI_K8S_CLIENT_TIMEOUT", 32) * 1000,
  };
}

function parseObject(name: string, text: string): JsonObject {
  if (text === "") return {};
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    throw new Error(`provider option ${name} is not valid JSON: ${text}`);
  }
  return isObject(value) ? value : {};
}
