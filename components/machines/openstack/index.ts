import * as pulumi from "@pulumi/pulumi";
import { withoutTraces } from "../../traces";
import type { Side } from "../sides";
import type { CloudInit, Machine, PlannedMachine, Role, Spread } from "../types";
import { apiLoadBalancer } from "./loadBalancer";
import { createMachine, serverGroup, type SystemDisk } from "./machine";
import type { PodTraffic } from "./rules";
import type { OpenStackSpace } from "./space";

export { networkProblems, type KnownSubnet } from "./addresses";
export { openStackApi, type OpenStackAccess, type OpenStackApi } from "./api";
export { findSite, type FoundSite, type OpenStackSite } from "./lookup";
export type { SystemDisk } from "./machine";
export type { Access, PodTraffic } from "./rules";
export { lives } from "./servers";
export { OpenStackSpace, type OpenStackSpaceArgs } from "./space";

export interface OpenStackMachinesArgs {
  /** Part of the names that a project shares. */
  stackName: string;
  generation: string;
  /** Where the machines go. */
  space: OpenStackSpace;
  machines: readonly PlannedMachine[];
  /** What cloud-init runs on a machine. */
  cloudInit(machine: PlannedMachine): CloudInit;
  /** The side whose API address a load balancer is to hold; left out: a control plane holds it. */
  balancedSide?: Side | undefined;
  /** Addresses that control planes may hold beside their own: the API's virtual one, the hub's. Default none. */
  virtualAddresses?: readonly string[];
  podTraffic: PodTraffic;
  disk: SystemDisk;
  availabilityZone?: string | undefined;
  /** How firmly control planes are kept on different hosts. Default `mandatory`. */
  spread?: Spread;
  /** How often a machine, by its resource's name, was tried before and never came up. Default never. */
  failedBefore?: Readonly<Record<string, number>>;
}

/**
 * The machines of one generation on OpenStack: an instance with a port of its own for each planned one, and server groups
 * that keep them on different hosts. Give the OpenStack provider with the component's `provider` option.
 */
export class OpenStackMachines extends pulumi.ComponentResource {
  /** The machines that exist, in the plan's order. */
  readonly machines: Machine[];

  constructor(name: string, args: OpenStackMachinesArgs, opts: pulumi.ComponentResourceOptions) {
    super("dsaas:machines:OpenStackMachines", name, {}, opts);
    const { stackName, generation, space, podTraffic } = args;
    const owner = { stackName, generation };
    const own = { parent: this, hooks: space.hooks };
    const apart: Record<Role, "anti-affinity" | "soft-anti-affinity"> = {
      "control-plane": args.spread === "preferred" ? "soft-anti-affinity" : "anti-affinity",
      worker: "soft-anti-affinity",
    };
    const group = (role: Role) =>
      args.machines.filter((machine) => machine.role === role).length < 2
        ? undefined
        : serverGroup(`${name}-${role}s`, owner, `${role}s`, apart[role], own);
    const groups = { "control-plane": group("control-plane"), worker: group("worker") };
    const pods = podTraffic.kind === "routed" ? [podTraffic.podSubnet] : [];
    const speaksFrom = { "control-plane": [...(args.virtualAddresses ?? []), ...pods], worker: pods };

    this.machines = args.machines.map((machine) => {
      const resourceName = `${name}-${machine.key}`;
      const parts = {
        stackName,
        generation,
        space,
        userData: args.cloudInit(machine).userData,
        flavorId: space.site.flavorIds[machine.pool] ?? "",
        disk: args.disk,
        availabilityZone: args.availabilityZone,
        serverGroupId: groups[machine.role],
        alsoSpeaksFrom: speaksFrom[machine.role],
        failedBefore: args.failedBefore?.[resourceName] ?? 0,
      };
      const instance = withoutTraces(() => createMachine(resourceName, machine, parts, own));
      return { name: machine.name, role: machine.role, address: machine.address, id: instance.id };
    });

    if (args.balancedSide !== undefined) {
      const controlPlanes = args.machines.filter(({ role }) => role === "control-plane");
      apiLoadBalancer(name, owner, space, space.apiPortIds[args.balancedSide], controlPlanes, own);
    }
    this.registerOutputs({ machines: this.machines });
  }
}
