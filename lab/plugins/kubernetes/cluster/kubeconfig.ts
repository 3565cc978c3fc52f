/**
 * Reads a kubeconfig: contents (YAML or JSON) or a path, else $KUBECONFIG, ~/.kube/config, a pod's service account.
 *
 * Supported users: client certificate, token, token file, user and password, exec plugins. Not supported:
 * auth-provider (removed from Kubernetes 1.26) and proxy-url.
 */
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, isAbsolute, join } from "node:path";
import { arrayAt, isObject, objectAt, stringAt, type Json, type JsonObject } from "../objects/json";

export interface ClusterAccess {
  server: string;
  ca?: string;
  insecure: boolean;
  serverName?: string;
  cert?: string;
  key?: string;
  token?: string;
  tokenFile?: string;
  basic?: { user: string; password: string };
  exec?: JsonObject;
  namespace: string;
}

export interface Selection {
  context: string;
  cluster: string;
}

/** A parsed kubeconfig and the folder that its relative file names are relative to. */
export interface Kubeconfig {
  content: JsonObject;
  folder: string;
}

/** Parses contents, or the file that a one-line value names. Throws with a sentence that says which. */
export async function parseKubeconfig(pathOrContent: string): Promise<Kubeconfig> {
  const path = pathOrContent.startsWith("~/") ? join(homedir(), pathOrContent.slice(2)) : pathOrContent;
  const isPath = !path.includes("\n") && !path.trimStart().startsWith("{") && !path.includes(": ");
  if (isPath && !existsSync(path)) throw new Error(`kubeconfig: no such file ${path}`);
  const content = await parseYaml(isPath ? readFileSync(path, "utf8") : pathOrContent);
  if (!isObject(content)) throw new Error("kubeconfig: neither a kubeconfig's contents nor the path of one");
  return { content, folder: isPath ? dirname(path) : process.cwd() };
}

/** YAML is only loaded for a kubeconfig that is not JSON: it costs a tenth of this plugin's start-up. */
async function parseYaml(text: string): Promise<Json> {
  if (text.trimStart().startsWith("{")) return JSON.parse(text) as Json;
  const { parse } = await import("yaml");
  return parse(text) as Json;
}

/** The kubeconfig that kubectl would use; several files in $KUBECONFIG are not merged, the first that exists counts. */
export async function ambientKubeconfig(): Promise<Kubeconfig> {
  const listed = (process.env["KUBECONFIG"] ?? "").split(delimiter).filter((path) => path !== "");
  const candidates = listed.length > 0 ? listed : [join(homedir(), ".kube", "config")];
  const path = candidates.find((candidate) => existsSync(candidate));
  if (path !== undefined) return parseKubeconfig(path);
  const inCluster = inClusterKubeconfig();
  if (inCluster !== undefined) return { content: inCluster, folder: "/" };
  throw new Error(`no kubeconfig: none configured for the provider, none at ${candidates.join(", ")}`);
}

function inClusterKubeconfig(): JsonObject | undefined {
  const folder = "/var/run/secrets/kubernetes.io/serviceaccount";
  const host = process.env["KUBERNETES_SERVICE_HOST"];
  if (host === undefined || !existsSync(join(folder, "token"))) return undefined;
  const address = host.includes(":") ? `[${host}]` : host;
  return {
    clusters: [
      {
        name: "pod",
        cluster: {
          server: `https://${address}:${process.env["KUBERNETES_SERVICE_PORT"] ?? "443"}`,
          "certificate-authority": join(folder, "ca.crt"),
        },
      },
    ],
    users: [{ name: "pod", user: { tokenFile: join(folder, "token") } }],
    contexts: [
      {
        name: "pod",
        context: { cluster: "pod", user: "pod", namespace: readFileSync(join(folder, "namespace"), "utf8") },
      },
    ],
    "current-context": "pod",
  };
}

function entry(content: JsonObject, list: string, name: string, key: string): JsonObject | undefined {
  const found = arrayAt(content, list).find((item) => stringAt(item, "name") === name);
  return found === undefined ? undefined : objectAt(found, key);
}

/** The selected context, empty if a kubeconfig has none. */
export function contextOf(config: Kubeconfig, select: Selection): JsonObject {
  const name = select.context || stringAt(config.content, "current-context");
  const context = entry(config.content, "contexts", name, "context");
  if (context === undefined && select.context !== "") throw new Error(`kubeconfig: no context "${select.context}"`);
  return context ?? {};
}

/** The selected cluster's entry: what identifies the cluster a provider points at. */
export function clusterOf(config: Kubeconfig, select: Selection): JsonObject | undefined {
  const name = select.cluster || stringAt(contextOf(config, select), "cluster");
  return entry(config.content, "clusters", name, "cluster");
}

export function accessOf(config: Kubeconfig, select: Selection): ClusterAccess {
  const context = contextOf(config, select);
  const cluster = clusterOf(config, select);
  if (cluster === undefined) {
    throw new Error(
      `kubeconfig: no cluster "${select.cluster || stringAt(context, "cluster")}"; check context and cluster`,
    );
  }
  const user = entry(config.content, "users", stringAt(context, "user"), "user") ?? {};
  if (stringAt(cluster, "proxy-url") !== "") throw new Error("kubeconfig: proxy-url is not supported by this plugin");
  if (user["auth-provider"] !== undefined) {
    throw new Error("kubeconfig: auth-provider is not supported (Kubernetes removed it in 1.26); use an exec plugin");
  }
  const material = (object: JsonObject, key: string): string | undefined => {
    const data = stringAt(object, `${key}-data`);
    if (data !== "") return Buffer.from(data, "base64").toString();
    const path = stringAt(object, key);
    return path === "" ? undefined : readFileSync(isAbsolute(path) ? path : join(config.folder, path), "utf8");
  };
  const optional = <K extends string, V>(key: K, value: V | undefined) =>
    (value === undefined || value === "" ? {} : { [key]: value }) as { [P in K]?: V };
  return {
    server: stringAt(cluster, "server"),
    insecure: cluster["insecure-skip-tls-verify"] === true,
    namespace: stringAt(context, "namespace"),
    ...optional("ca", material(cluster, "certificate-authority")),
    ...optional("serverName", stringAt(cluster, "tls-server-name")),
    ...optional("cert", material(user, "client-certificate")),
    ...optional("key", material(user, "client-key")),
    ...optional("token", stringAt(user, "token")),
    ...optional("tokenFile", stringAt(user, "tokenFile")),
    ...(stringAt(user, "username") === ""
      ? {}
      : { basic: { user: stringAt(user, "username"), password: stringAt(user, "password") } }),
    ...(isObject(user["exec"]) ? { exec: user["exec"] } : {}),
  };
}
