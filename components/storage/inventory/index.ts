import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { heartbeatSeconds } from "../recovery/shelf";
import { inventoryDeployment, inventoryPolicy, inventorySettings, shelfClaim, shelfVolume } from "./deployment";
import { knownHomes } from "../../homes";
import { inventoryName, labels, namespace } from "./names";
import * as rbac from "./rbac";

/** Where the inventory is kept: on a class whose volumes outlive the cluster, or on an export of the institution's. */
export type ShelfSpec =
  { kind: "class"; storageClass: pulumi.Input<string> } | { kind: "nfs"; server: string; path: string };

export interface InventoryArgs {
  /** Cluster's name, `<stack>-<generation>`. */
  cluster: string;
  /** The hub's namespace, which must exist. */
  hubNamespace: string;
  /** Image with Python and kubernetes_asyncio: the hub's. */
  image: pulumi.Input<string>;
  /** Signs every file; secret. */
  key: pulumi.Input<string>;
  shelf: ShelfSpec;
  /** Made with createHomesList. */
  homesList: k8s.core.v1.ConfigMap;
  /** Whose own objects are read too, and whose exports are noted on claims. */
  tridentNamespace?: string;
}

/** Text of the program's files, by name. */
function pythonFiles(): Record<string, string> {
  const folder = join(__dirname, "python");
  const names = readdirSync(folder).filter((name) => name.endsWith(".py"));
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}

/** The program that writes down, outside the cluster, which volume is whose. `opts.parent` is the storage component. */
export function createInventory(
  name: string,
  args: InventoryArgs,
  opts: pulumi.CustomResourceOptions,
): k8s.apps.v1.Deployment {
  const { hubNamespace, tridentNamespace } = args;
  const files = pythonFiles();
  const settings = inventorySettings(args.cluster, hubNamespace, heartbeatSeconds, tridentNamespace);
  const account = new k8s.core.v1.ServiceAccount(`${name}-account`, rbac.serviceAccount(), opts);
  const rights = [...clusterRights(name, account, opts), ...roles(name, account, args, opts)];

  const config = (suffix: string, data: Record<string, string>) =>
    new k8s.core.v1.ConfigMap(
      `${name}-${suffix}`,
      { metadata: { name: `${inventoryName}-${suffix}`, namespace, labels }, data },
      opts,
    );
  const key = new k8s.core.v1.Secret(
    `${name}-key`,
    {
      metadata: { name: `${inventoryName}-key`, namespace, labels },
      type: "Opaque",
      data: { key: pulumi.secret(pulumi.output(args.key).apply((text) => Buffer.from(text).toString("base64"))) },
    },
    opts,
  );
  const mounted = [
    config("python", files),
    config("settings", { "settings.json": `${JSON.stringify(settings, undefined, 2)}\n` }),
    key,
    args.homesList,
    claim(name, args.shelf, opts),
    new k8s.networking.v1.NetworkPolicy(`${name}-policy`, inventoryPolicy(), opts),
  ];
  return new k8s.apps.v1.Deployment(`${name}-writer`, inventoryDeployment(args.image, files, settings), {
    ...opts,
    dependsOn: [...rights, ...mounted],
  });
}

/**
 * The list of homes in the hub's namespace. Filled by re-attachment, and by the program while the cluster lives, so its
 * content is nothing that a deployment may put back.
 */
export function createHomesList(
  name: string,
  hubNamespace: string,
  opts: pulumi.CustomResourceOptions,
): k8s.core.v1.ConfigMap {
  return new k8s.core.v1.ConfigMap(
    name,
    { metadata: { name: knownHomes, namespace: hubNamespace, labels } },
    { ...opts, ignoreChanges: ["data"] },
  );
}

function claim(name: string, shelf: ShelfSpec, opts: pulumi.CustomResourceOptions): pulumi.Resource {
  switch (shelf.kind) {
    case "class":
      return new k8s.core.v1.PersistentVolumeClaim(`${name}-claim`, shelfClaim(shelf.storageClass), opts);
    case "nfs": {
      const volume = new k8s.core.v1.PersistentVolume(`${name}-volume`, shelfVolume(shelf), opts);
      return new k8s.core.v1.PersistentVolumeClaim(`${name}-claim`, shelfClaim("", `dsaas-${inventoryName}`), {
        ...opts,
        dependsOn: [volume],
      });
    }
    default:
      return shelf satisfies never;
  }
}

function clusterRights(name: string, account: pulumi.Resource, opts: pulumi.CustomResourceOptions): pulumi.Resource[] {
  const role = new k8s.rbac.v1.ClusterRole(`${name}-cluster-role`, rbac.clusterRole(), opts);
  const binding = new k8s.rbac.v1.ClusterRoleBinding(`${name}-cluster-binding`, rbac.clusterRoleBinding(), {
    ...opts,
    dependsOn: [role, account],
  });
  return [role, binding];
}

function roles(
  name: string,
  account: pulumi.Resource,
  { hubNamespace, tridentNamespace }: InventoryArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const inHub = rbac.hubRole(hubNamespace, tridentNamespace !== undefined);
  const all: [string, k8s.rbac.v1.RoleArgs, string][] = [["hub", inHub, hubNamespace]];
  if (tridentNamespace !== undefined) all.push(["trident", rbac.tridentRole(tridentNamespace), tridentNamespace]);
  return all.flatMap(([suffix, args, space]) => {
    const role = new k8s.rbac.v1.Role(`${name}-${suffix}-role`, args, opts);
    const binding = new k8s.rbac.v1.RoleBinding(`${name}-${suffix}-binding`, rbac.roleBinding(space), {
      ...opts,
      dependsOn: [role, account],
    });
    return [role, binding];
  });
}
