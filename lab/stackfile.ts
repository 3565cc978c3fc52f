import { parse } from "yaml";
import { clouds } from "./cloud";

/** What only the running cloud knows: of vSphere nothing, as its inventory has the same names each time. */
export type CloudFacts =
  | { name: "vsphere" }
  | {
      name: "openstack";
      applicationCredentialId: string;
      /** Id of the node image in glance. */
      image: string;
    };

/** What only the running lab knows and a stack file must say. Nothing in it is secret. */
export interface LabFacts {
  cloud: CloudFacts;
  /** PEM of the CA that signed the directory's certificate. */
  directoryCa: string;
  /** Reference by digest of each image of ours: `registry.dsaas.example/dsaas/hub:1@sha256:…`. */
  images: { hub: string; proxy: string; basic: string; "data-science": string };
  /** Folder of the machines' /srv/dsaas on this host. */
  storage: string;
  /** Other settings for a trial or a test, by the key that `pulumi config set --path` takes, e.g. `dsaas:hub.culling.idleAfter`. */
  overrides: Record<string, unknown>;
}

type Tree = Record<string, unknown>;

/** The committed Pulumi.lab.yaml with the running lab's facts in it, as plain data. */
export function labStackFile(committed: string, facts: LabFacts): Tree {
  const file = parse(committed) as { config: Tree };
  setCloud(file.config, facts.cloud);
  const hub = branch(file.config, "dsaas:hub");
  branch(hub, "login")["caCertificate"] = facts.directoryCa;
  hub["images"] = { hub: facts.images.hub, proxy: facts.images.proxy };
  for (const profile of hub["profiles"] as { slug: keyof LabFacts["images"]; image?: string }[]) {
    profile.image = facts.images[profile.slug];
  }
  branch(file.config, "dsaas:storage")["seenAt"] = facts.storage;
  for (const [key, value] of Object.entries(facts.overrides)) setPath(file.config, key, value);
  return file;
}

/** Keeps one cloud's block: a stack has one, and the lab's file describes it for each. */
function setCloud(config: Tree, cloud: CloudFacts): void {
  config["dsaas:platform"] = cloud.name;
  for (const other of clouds.filter((name) => name !== cloud.name)) delete config[`dsaas:${other}`];
  if (cloud.name === "vsphere") return;
  const block = branch(config, "dsaas:openstack");
  block["applicationCredentialId"] = cloud.applicationCredentialId;
  block["image"] = cloud.image;
}

/** Sets `dsaas:hub.culling.idleAfter` or `dsaas:cluster.pools[1].count`. */
export function setPath(config: Tree, key: string, value: unknown): void {
  const parts = key.split(/[.[\]]+/).filter((part) => part !== "");
  const last = parts.pop();
  if (last === undefined)
    throw new Error(`"${key}" is not a configuration key; write e.g. dsaas:hub.culling.idleAfter`);
  let node: unknown = config;
  for (const part of parts) node = child(node, part, key);
  if (typeof node !== "object" || node === null) throw new Error(`"${key}" leads through a value that holds no keys`);
  (node as Tree)[last] = value;
}

function child(node: unknown, part: string, key: string): unknown {
  const next = typeof node === "object" && node !== null ? (node as Tree)[part] : undefined;
  if (next === undefined) throw new Error(`"${key}" has no "${part}" in Pulumi.lab.yaml; check its spelling`);
  return next;
}

function branch(node: Tree, key: string): Tree {
  return child(node, key, key) as Tree;
}
