import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Cluster, ClusterIdentity, type ReadyNode } from "../components/cluster";
import { Hub, hubClaims, hubNamespace, type HubIdentity, type HubSpec } from "../components/hub";
import type { PlannedMachine, Side } from "../components/machines";
import { Storage } from "../components/storage";
import type { MachineMaker } from "./clouds";
import type { Config } from "./config";
import { handOverWhenPrepared, sideFree } from "./handover";
import { hubNetwork } from "./hub";
import { clusterSpec } from "./ingredients";
import type { LastDeployment } from "./lastDeployment";
import { storageCredentials, storageSpec } from "./storage";

export interface GenerationArgs {
  stackName: string;
  /** Hash that names it. */
  generation: string;
  side: Side;
  config: Config;
  /** The hub's description. */
  hub: HubSpec;
  /** What the last finished deployment left. Where that is another generation, the hub is moved over from it. */
  last: LastDeployment | undefined;
  /** Every machine of this generation. */
  planned: PlannedMachine[];
  /** Addresses of the machines of both sides; users' servers reach none of them. */
  addresses: string[];
  machines: MachineMaker;
  hubIdentity: HubIdentity;
  /** Signs the inventory, secret. */
  inventoryKey: pulumi.Output<string>;
}

/**
 * One complete generation of the platform: its machines, their cluster, its storage and the hub on it. Two stand side by
 * side while the hub moves from one to the other; then Pulumi removes the one that is no longer described.
 */
export class Generation extends pulumi.ComponentResource {
  /** Where users log in; resolves when this generation serves. */
  readonly hubUrl: pulumi.Output<string>;
  readonly apiEndpoint: pulumi.Output<string>;
  /** The administrator's kubeconfig, secret; resolves when the API answers. */
  readonly kubeconfig: pulumi.Output<string>;
  /** Every machine as a Ready node. */
  readonly nodes: pulumi.Output<ReadyNode[]>;
  readonly storageClasses: pulumi.Output<string[]>;

  constructor(name: string, args: GenerationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("dsaas:stacks:Generation", name, {}, opts);
    const { config, generation, side, stackName, planned } = args;
    const { namespace } = config.hub;
    const spec = clusterSpec(config, `${stackName}-${generation}`, side);
    const identity = new ClusterIdentity(`${name}-identity`, { spec, machines: planned }, { parent: this });
    const machines = this.machines(args, identity, spec.name);
    // A cluster's objects go with the generation and its machines: none is removed by itself. Nor could it be where the cluster
    // is lost (pulumi-kubernetes#2675), and it must not be where another one answers at the same address by now.
    const going = { parent: this, deletedWith: this };
    const cluster = new Cluster(`${name}-cluster`, { identity, spec, machines: machines.machines }, going);

    const { provider } = cluster;
    const space = new k8s.core.v1.Namespace(`${name}-hub-namespace`, hubNamespace(namespace), {
      ...going,
      provider,
    });
    const onCluster = { ...going, providers: { kubernetes: provider }, dependsOn: [cluster] };
    const storage = new Storage(`${name}-storage`, this.storageArgs(args, spec.name, space), onCluster);
    const controlPlanes = planned.filter(({ role }) => role === "control-plane").map(({ address }) => address);
    const hub = new Hub(
      `${name}-hub`,
      {
        spec: args.hub,
        identity: args.hubIdentity,
        storageClass: storage.homeClass,
        network: hubNetwork(config, side, controlPlanes, args.addresses),
        space,
      },
      onCluster,
    );

    const ready = pulumi.all([cluster.nodes, space.id, storage.prepared, hub.prepared]);
    this.hubUrl = handOverWhenPrepared({ ...args, identity, storage, ready }, this);
    this.apiEndpoint = cluster.endpoint;
    this.kubeconfig = cluster.kubeconfig;
    this.nodes = cluster.nodes;
    this.storageClasses = storage.classNames;
    this.registerOutputs({ generation, side, hubUrl: this.hubUrl, nodes: this.nodes });
  }

  /**
   * The machines are named by their side and not by the generation as all else is: those of a generation that never came to
   * serve hold the addresses that the next one's need, and make way for them one by one.
   */
  private machines(args: GenerationArgs, identity: ClusterIdentity, cluster: string) {
    const { config, generation, side, planned } = args;
    const userData = identity.userDataAfter(pulumi.output(sideFree(cluster, args)));
    return args.machines(
      {
        side,
        generation,
        machines: planned,
        cloudInit: (machine) => ({ userData: userData(machine) }),
        virtualAddresses: [config.cluster.virtualIps[side], config.hub.address],
      },
      this,
    );
  }

  private storageArgs(
    { config, stackName, inventoryKey }: GenerationArgs,
    cluster: string,
    space: k8s.core.v1.Namespace,
  ) {
    const { namespace, home, database, images } = config.hub;
    return {
      spec: storageSpec(config.storage, stackName),
      credentials: storageCredentials(config.storage),
      key: inventoryKey,
      cluster,
      hub: {
        namespace,
        space,
        claims: hubClaims({ database }).map((claim) => claim.name),
        homeGiB: home.capacityGiB,
        image: images.hub,
      },
    };
  }
}
