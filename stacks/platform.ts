import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { ReadyNode } from "../components/cluster";
import { exportHint, HubIdentity } from "../components/hub";
import { applyUnderOneName } from "../components/kubernetes/ownership";
import { networkOfSide, otherSide, planMachines, type PlannedMachine, type Side } from "../components/machines";
import type { Cloud } from "./clouds";
import type { Config } from "./config";
import { Generation } from "./generation";
import { hubSecrets, hubSpec } from "./hub";
import { generationOfStack } from "./ingredients";
import type { LastDeployment } from "./lastDeployment";
import { sideOf } from "./side";

export interface PlatformArgs {
  /** The stack's name, part of every machine's. */
  stackName: string;
  config: Config;
  /** Text of the institution's logo, as a data URI. */
  logo: string;
  /** What has been looked up in the cloud. */
  cloud: Cloud;
  /** What the last finished deployment left; undefined for the first. */
  last: LastDeployment | undefined;
}

/** What is deployed together: one generation of machines, cluster, storage and hub, and what outlives generations. */
export class Platform extends pulumi.ComponentResource {
  readonly hubUrl: pulumi.Output<string>;
  readonly apiEndpoint: pulumi.Output<string>;
  /** The administrator's kubeconfig, secret; resolves when the API answers. */
  readonly kubeconfig: pulumi.Output<string>;
  readonly generation: string;
  /** Where the generation stands. */
  readonly side: Side;
  /** Every machine as a Ready node. */
  readonly nodes: pulumi.Output<ReadyNode[]>;
  readonly storageClasses: pulumi.Output<string[]>;
  /** How users reach their files from outside the platform, as a sentence. */
  readonly dataAccess: string;

  constructor(name: string, args: PlatformArgs, opts?: pulumi.ComponentResourceOptions) {
    super("dsaas:stacks:Platform", name, {}, pulumi.mergeOptions(opts, { transformations: [applyUnderOneName] }));
    const { stackName, config, logo, cloud, last } = args;
    this.generation = generationOfStack(config, cloud.network, cloud.ingredients);
    this.side = sideOf(this.generation, last);
    const spec = hubSpec(config, logo);
    const [planned, neighbours] = [this.side, otherSide(this.side)].map((side) => this.plan(args, side)) as [
      PlannedMachine[],
      PlannedMachine[],
    ];

    const inventoryKey = new random.RandomPassword(
      `${name}-inventory-key`,
      { length: 48, special: false },
      { parent: this },
    ).result;
    const generation = new Generation(
      `${name}-${this.generation}`,
      {
        stackName,
        generation: this.generation,
        side: this.side,
        config,
        hub: spec,
        last,
        planned,
        addresses: [...planned, ...neighbours].map(({ address }) => address),
        machines: cloud.prepare(name, this),
        hubIdentity: new HubIdentity(`${name}-hub`, { spec, secrets: hubSecrets(config.hub) }, { parent: this }),
        inventoryKey,
      },
      { parent: this },
    );

    this.hubUrl = generation.hubUrl;
    this.apiEndpoint = generation.apiEndpoint;
    this.kubeconfig = generation.kubeconfig;
    this.nodes = generation.nodes;
    this.storageClasses = generation.storageClasses;
    this.dataAccess = exportHint(spec.home, config.hub.namespace);
    this.registerOutputs({
      hubUrl: this.hubUrl,
      apiEndpoint: this.apiEndpoint,
      generation: this.generation,
      side: this.side,
      nodes: this.nodes,
      storageClasses: this.storageClasses,
      dataAccess: this.dataAccess,
    });
  }

  /** The machines of this generation as they would stand on a side. */
  private plan({ stackName, config, cloud }: PlatformArgs, side: Side): PlannedMachine[] {
    const { pools, virtualIps } = config.cluster;
    return planMachines(stackName, this.generation, pools, networkOfSide(cloud.network, side), {
      "dsaas:cluster.virtualIps.blue": virtualIps.blue,
      "dsaas:cluster.virtualIps.green": virtualIps.green,
      "dsaas:hub.address": config.hub.address,
    });
  }
}
