import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import * as vsphere from "@pulumi/vsphere";
import { Cluster, ClusterIdentity, type ReadyNode } from "../components/cluster";
import { exportAnnotation, exportHint, Hub, hubClaims, hubNamespace, type HubArgs } from "../components/hub";
import { planMachines, type PlannedMachine } from "../components/machines";
import { VSphereMachines } from "../components/machines/vsphere";
import { Storage, type StorageArgs } from "../components/storage";
import type { Config, VsphereConfig } from "./config";
import { clusterSpec, generationOfStack } from "./generation";
import { storageCredentials, storageSpec } from "./storage";

export interface PlatformArgs {
  /** The stack's name, part of every machine's. */
  stackName: string;
  config: Config;
  /** Text of the institution's logo, as a data URI. */
  logo: string;
}

/** What is deployed together: machines, their cluster, its storage and the hub on it. */
export class Platform extends pulumi.ComponentResource {
  readonly hubUrl: pulumi.Output<string>;
  readonly apiEndpoint: pulumi.Output<string>;
  /** The administrator's kubeconfig, secret; resolves when the API answers. */
  readonly kubeconfig: pulumi.Output<string>;
  readonly generation: string;
  /** Every machine as a Ready node. */
  readonly nodes: pulumi.Output<ReadyNode[]>;
  readonly storageClasses: pulumi.Output<string[]>;
  /** How users reach their files from outside the platform, as a sentence. */
  readonly dataAccess: string;

  constructor(name: string, { stackName, config, logo }: PlatformArgs, opts?: pulumi.ComponentResourceOptions) {
    super("dsaas:stacks:Platform", name, {}, opts);
    const site = siteOf(config);
    this.generation = generationOfStack(config, site);

    const planned = planMachines(stackName, this.generation, config.cluster.pools, site.network, {
      "dsaas:cluster.virtualIp": config.cluster.virtualIp,
      "dsaas:hub.address": config.hub.address,
    });
    const spec = clusterSpec(config, `${stackName}-${this.generation}`);
    const identity = new ClusterIdentity(`${name}-identity`, { spec, machines: planned }, { parent: this });
    const { machines } = this.machines(name, stackName, config, site, planned, identity);
    const cluster = new Cluster(`${name}-cluster`, { identity, spec, machines }, { parent: this });

    const onCluster = { parent: this, providers: { kubernetes: cluster.provider }, dependsOn: [cluster] };
    const { namespace } = config.hub;
    const key = new random.RandomPassword(`${name}-inventory-key`, { length: 48, special: false }, { parent: this });
    const space = new k8s.core.v1.Namespace(`${name}-hub-namespace`, hubNamespace(namespace), {
      parent: this,
      provider: cluster.provider,
    });
    const storage = new Storage(
      `${name}-storage`,
      storageArgs(config, stackName, spec.name, key.result, cluster, space),
      onCluster,
    );
    const args = hubArgs(config, logo, storage, space, planned);
    // What needs volumes waits for the class of homes, which is known when all are attached; all else need not wait.
    const hub = new Hub(`${name}-hub`, args, onCluster);

    this.hubUrl = hub.url;
    this.apiEndpoint = cluster.endpoint;
    this.kubeconfig = cluster.kubeconfig;
    this.nodes = cluster.nodes;
    this.storageClasses = storage.classNames;
    this.dataAccess = exportHint(args.spec.home, config.hub.namespace);
    this.registerOutputs({
      hubUrl: this.hubUrl,
      apiEndpoint: this.apiEndpoint,
      generation: this.generation,
      nodes: this.nodes,
      storageClasses: this.storageClasses,
      dataAccess: this.dataAccess,
    });
  }

  private machines(
    name: string,
    stackName: string,
    config: Config,
    site: VsphereConfig,
    planned: PlannedMachine[],
    identity: ClusterIdentity,
  ): VSphereMachines {
    const provider = new vsphere.Provider(
      `${name}-vsphere`,
      {
        vsphereServer: site.server,
        user: site.user,
        password: pulumi.secret(site.password),
        allowUnverifiedSsl: site.allowUnverifiedTls,
      },
      { parent: this },
    );
    const args = {
      stackName,
      generation: this.generation,
      machines: planned,
      network: site.network,
      vsphere: site,
      cloudInit: (machine: PlannedMachine) => ({ userData: identity.userData(machine) }),
      virtualAddresses: [config.cluster.virtualIp, config.hub.address],
    };
    return new VSphereMachines(`${name}-machines`, args, { parent: this, provider });
  }
}

/** The cloud's own part of the configuration. Another cloud adds its case, and the compiler names what must know it. */
function siteOf(config: Config): VsphereConfig {
  switch (config.platform) {
    case "vsphere":
      if (config.vsphere === undefined) throw new Error("dsaas:vsphere is missing; loadConfig refuses such a stack");
      return config.vsphere;
    case "openstack":
      throw new Error("dsaas:platform openstack cannot be built; loadConfig refuses such a stack");
    default:
      return config.platform satisfies never;
  }
}

/** What the storage driver means for homes: whether they can grow, and where they are mounted from outside. */
function homesOf(storage: Config["storage"]): Pick<HubArgs["spec"]["home"], "expandable" | "export"> {
  switch (storage.driver) {
    case "local": {
      const shared = storage.export;
      const template = shared && `${shared.server}:${shared.path}/{namespace}/{claim}`;
      return { expandable: false, ...(template !== undefined && { export: { kind: "path", template } }) };
    }
    case "trident":
      return { expandable: true, export: { kind: "annotation", key: exportAnnotation } };
    default:
      return storage satisfies never;
  }
}

function storageArgs(
  config: Config,
  stackName: string,
  clusterName: string,
  key: pulumi.Output<string>,
  cluster: Cluster,
  space: k8s.core.v1.Namespace,
): StorageArgs {
  const { namespace, home, database, images } = config.hub;
  return {
    spec: storageSpec(config.storage, stackName),
    credentials: storageCredentials(config.storage),
    key,
    cluster: { name: clusterName, access: cluster.access, ready: cluster.kubeconfig },
    hub: {
      namespace,
      space,
      claims: hubClaims({ database }).map(({ name }) => name),
      homeGiB: home.capacityGiB,
      image: images.hub,
    },
  };
}

function hubArgs(
  { hub, cluster, storage }: Config,
  logo: string,
  stored: Storage,
  space: k8s.core.v1.Namespace,
  machines: PlannedMachine[],
): HubArgs {
  const { tls, login, branding, home, database, ...rest } = hub;
  const { bindPassword, ...directory } = login;
  const { password, ...where } = { password: undefined, ...database };
  const controlPlanes = machines.filter((machine) => machine.role === "control-plane");
  return {
    spec: {
      ...rest,
      database: where,
      login: directory,
      branding: { ...branding, logo },
      home: { ...home, ...homesOf(storage) },
    },
    secrets: {
      ldapBindPassword: pulumi.secret(bindPassword),
      ...(password !== undefined && { databasePassword: pulumi.secret(password) }),
      ...(tls && { tls: { certificate: tls.certificate, key: pulumi.secret(tls.privateKey) } }),
    },
    storageClass: stored.homeClass,
    claimAnnotations: (claim) => stored.claimAnnotations(claim),
    space,
    network: {
      podSubnet: cluster.podNetwork.podSubnet,
      serviceSubnet: cluster.podNetwork.serviceSubnet,
      apiServers: [cluster.virtualIp, ...controlPlanes.map((machine) => machine.address)],
      machines: machines.map((machine) => machine.address),
    },
  };
}
