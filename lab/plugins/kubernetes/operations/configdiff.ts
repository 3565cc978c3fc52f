/** Whether a change of the provider's configuration means another cluster, so that all its resources are replaced. */
import { clusterOf, parseKubeconfig } from "../cluster/kubeconfig";
import { equal, isObject, stringAt, type Json, type JsonObject } from "../objects/json";
import { isUnknown, plain } from "../objects/values";

export interface ConfigDiff {
  changed: string[];
  replaces: string[];
}

const pointers = ["kubeconfig", "context", "cluster"];

/**
 * Compares two configurations, both as the engine sends them. An unchanged `clusterIdentifier` rules a replacement
 * out and a changed one demands it; without it the kubeconfig's active cluster entry (server, CA) decides, and a
 * value still unknown replaces, as in the official provider.
 */
export async function diffConfig(oldConfig: JsonObject, newConfig: JsonObject): Promise<ConfigDiff> {
  const old = asObject(plain(oldConfig));
  const now = asObject(plain(newConfig));
  const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
  const changed = keys.filter((key) => key !== "version" && !equal(old[key] ?? null, now[key] ?? null));
  if (changed.length === 0) return { changed, replaces: [] };
  const before = stringAt(old, "clusterIdentifier");
  const after = stringAt(now, "clusterIdentifier");
  if (after !== "" && before === after) return { changed, replaces: [] };
  const replaces = before !== "" && after !== "" ? ["clusterIdentifier"] : [];
  if (changed.includes("renderYamlToDirectory")) replaces.push("renderYamlToDirectory");
  const unknown = pointers.find((key) => isUnknown(now[key]));
  if (unknown !== undefined) return { changed: [unknown], replaces: [...replaces, unknown] };
  const [oldCluster, newCluster] = await Promise.all([activeCluster(old), activeCluster(now)]);
  if (oldCluster !== undefined && newCluster !== undefined && !equal(oldCluster, newCluster)) {
    replaces.push(...pointers.filter((key) => changed.includes(key)));
  }
  return { changed, replaces };
}

/** The active cluster's entry; undefined if the kubeconfig is missing, gone or broken. */
async function activeCluster(config: JsonObject): Promise<JsonObject | undefined> {
  const kubeconfig = config["kubeconfig"];
  if (typeof kubeconfig !== "string" || kubeconfig === "" || isUnknown(kubeconfig)) return undefined;
  try {
    const parsed = await parseKubeconfig(kubeconfig);
    return clusterOf(parsed, { context: stringAt(config, "context"), cluster: stringAt(config, "cluster") });
  } catch {
    return undefined;
  }
}

function asObject(value: Json): JsonObject {
  return isObject(value) ? value : {};
}
