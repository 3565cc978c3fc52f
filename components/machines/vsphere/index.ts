import * as pulumi from "@pulumi/pulumi";
import * as vsphere from "@pulumi/vsphere";
import type { CloudInit, Machine, MachineNetwork, PlannedMachine } from "../types";
import { findSite, type VSphereSite } from "./lookup";
import { createMachine } from "./machine";
import { vmMetadata } from "./metadata";
import { keepApart, type Spread } from "./placement";
import { createTags } from "./tags";

export type { VSphereSite } from "./lookup";
export { vmMetadata } from "./metadata";
export type { Spread } from "./placement";

/** Where the machines go, and what is created for them there. */
export interface VSpherePlacement extends VSphereSite {
  /** Inventory path of the folder to create for the machines, e.g. `dsaas-prod`; its parent must exist. */
  folder: string;
  /** Name of the resource pool to create under the cluster. */
  resourcePool: string;
  /** Further tags for every machine, in the stack's own category. */
  tags?: readonly string[];
}

export interface VSphereMachinesArgs {
  /** Part of the names that a vCenter or a cluster shares. */
  stackName: string;
  generation: string;
  machines: readonly PlannedMachine[];
  network: MachineNetwork;
  vsphere: VSpherePlacement;
  /** What cloud-init runs on a machine. */
  cloudInit(machine: PlannedMachine): CloudInit;
  /** Addresses that machines may hold beside their own: the API's virtual one, load balancers'. Default none. */
  virtualAddresses?: readonly string[];
  /** How firmly control planes are kept on different hosts. Default `mandatory`. */
  spread?: Spread;
  /** How long to wait for a machine to report an address, minutes; 0 not at all. Default 5. */
  guestNetworkMinutes?: number;
}

/**
 * A stack's machines on vSphere: a folder, a resource pool, tags, one virtual machine for each planned one, and rules
 * that keep them on different hosts. Give the vSphere provider with the component's `provider` option.
 */
export class VSphereMachines extends pulumi.ComponentResource {
  /** The machines that exist, in the plan's order. */
  readonly machines: Machine[];

  constructor(name: string, args: VSphereMachinesArgs, opts: pulumi.ComponentResourceOptions) {
    super("dsaas:machines:VSphereMachines", name, {}, opts);
    const { stackName, generation, network, vsphere: placement } = args;
    const own = { parent: this };
    const site = pulumi.output(findSite(placement, own));

    const folder = new vsphere.Folder(
      `${name}-folder`,
      { path: placement.folder, type: "vm", datacenterId: site.datacenterId },
      own,
    );
    const pool = new vsphere.ResourcePool(
      `${name}-pool`,
      { name: placement.resourcePool, parentResourcePoolId: site.rootPoolId },
      own,
    );
    const roles = args.machines.map((machine) => machine.role);
    const tags = createTags(name, stackName, generation, roles, placement.tags ?? [], site, own);

    const placed = args.machines.map((machine) => {
      const { userData, metaData = vmMetadata(machine, network) } = args.cloudInit(machine);
      const parts = {
        site,
        cloudInit: pulumi.output({ userData, metaData }),
        folder: folder.path,
        resourcePoolId: pool.id,
        tagIds: tags.of(machine.role),
        annotation: `${machine.role} of the dsaas stack ${stackName}, generation ${generation}. Replaced, never changed: what is done by hand is lost.`,
        virtualAddresses: [...(args.virtualAddresses ?? [])],
        guestNetworkMinutes: args.guestNetworkMinutes ?? 5,
      };
      return { ...machine, vm: createMachine(`${name}-${machine.key}`, machine, parts, own) };
    });
    this.machines = placed.map(({ name: machineName, role, address, vm }) => ({
      name: machineName,
      role,
      address,
      id: vm.id,
    }));

    keepApart(name, `${stackName}-${generation}`, site.clusterId, placed, args.spread ?? "mandatory", own);
    this.registerOutputs({ machines: this.machines });
  }
}
