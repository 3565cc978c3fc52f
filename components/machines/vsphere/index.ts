import * as pulumi from "@pulumi/pulumi";
import * as vsphere from "@pulumi/vsphere";
import { withoutTraces } from "../../traces";
import type { CloudInit, Machine, MachineNetwork, PlannedMachine, Spread } from "../types";
import { createMachine } from "./machine";
import { vmMetadata } from "./metadata";
import { keepApart } from "./placement";
import type { VSphereSpace } from "./space";

export type { VCenterAccess } from "./leftovers";
export { findSite, type FoundSite, type VSphereSite } from "./lookup";
export { vmMetadata } from "./metadata";
export { VSphereSpace, type VSphereSpaceArgs } from "./space";

export interface VSphereMachinesArgs {
  /** Part of the names that a cluster shares. */
  stackName: string;
  generation: string;
  /** Where the machines go. */
  space: VSphereSpace;
  machines: readonly PlannedMachine[];
  network: MachineNetwork;
  /** What cloud-init runs on a machine. */
  cloudInit(machine: PlannedMachine): CloudInit;
  /** Addresses that machines may hold beside their own: the API's virtual one, load balancers'. Default none. */
  virtualAddresses?: readonly string[];
  /** How firmly control planes are kept on different hosts. Default `mandatory`. */
  spread?: Spread;
}

/**
 * The machines of one generation on vSphere: a virtual machine for each planned one, and rules that keep them on
 * different hosts. Give the vSphere provider with the component's `provider` option.
 */
export class VSphereMachines extends pulumi.ComponentResource {
  /** The machines that exist, in the plan's order. */
  readonly machines: Machine[];

  constructor(name: string, args: VSphereMachinesArgs, opts: pulumi.ComponentResourceOptions) {
    super("dsaas:machines:VSphereMachines", name, {}, opts);
    const { stackName, generation, network, space } = args;
    const own = { parent: this, hooks: { beforeCreate: [space.leftovers] } };
    const tag = new vsphere.Tag(
      `${name}-tag-generation`,
      { name: `generation:${generation}`, categoryId: space.tagCategoryId },
      own,
    );

    // One output for all machines of a role, not one for each tag of each machine.
    const tagIds = {
      "control-plane": pulumi.all([...space.tagsOf("control-plane"), tag.id]),
      worker: pulumi.all([...space.tagsOf("worker"), tag.id]),
    };
    const placed = args.machines.map((machine) => {
      const { userData, metaData = vmMetadata(machine, network) } = args.cloudInit(machine);
      const parts = {
        site: space.site,
        cloudInit: pulumi.output({ userData, metaData }),
        folder: space.folder,
        resourcePoolId: space.resourcePoolId,
        tagIds: tagIds[machine.role],
        annotation: `${machine.role} of the dsaas stack ${stackName}, generation ${generation}. Replaced, never changed: what is done by hand is lost.`,
        virtualAddresses: [...(args.virtualAddresses ?? [])],
      };
      return { ...machine, vm: withoutTraces(() => createMachine(`${name}-${machine.key}`, machine, parts, own)) };
    });
    this.machines = placed.map(({ name: machineName, role, address, vm }) => ({
      name: machineName,
      role,
      address,
      id: vm.id,
    }));

    keepApart(name, `${stackName}-${generation}`, space.site.clusterId, placed, args.spread ?? "mandatory", own);
    this.registerOutputs({ machines: this.machines });
  }
}
