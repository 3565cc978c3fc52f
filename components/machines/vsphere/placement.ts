import * as pulumi from "@pulumi/pulumi";
import * as vsphere from "@pulumi/vsphere";
import type { Role, Spread } from "../types";

/** One machine that exists, as the rules need it. */
export interface Placed {
  role: Role;
  vm: vsphere.VirtualMachine;
}

/**
 * DRS rules: control planes on different hosts, so that a host takes no more than one member of etcd with it; workers
 * apart where there is room. A rule needs two machines, so a role with one machine gets none.
 *
 * A rule is replaced with its machines: vCenter takes a deleted machine out of its rules and drops a rule that is left
 * with one, so that there would be nothing to update. The old one goes first, as it has the name.
 *
 * Names of rules are shared by a whole vSphere cluster: `label` has to be unique there.
 */
export function keepApart(
  name: string,
  label: string,
  clusterId: pulumi.Input<string>,
  machines: readonly Placed[],
  controlPlanes: Spread,
  opts: pulumi.CustomResourceOptions,
): vsphere.ComputeClusterVmAntiAffinityRule[] {
  const firmness: Record<Role, boolean> = { "control-plane": controlPlanes === "mandatory", worker: false };
  return (["control-plane", "worker"] as const).flatMap((role) => {
    const vms = machines.filter((machine) => machine.role === role).map(({ vm }) => vm);
    if (vms.length < 2) return [];
    const args = {
      name: `${label}-${role}s-apart`,
      computeClusterId: clusterId,
      virtualMachineIds: vms.map(({ id }) => id),
      // The provider's default is false, which DRS may disregard.
      mandatory: firmness[role],
    };
    const own = { replaceWith: vms, deleteBeforeReplace: true };
    return [
      new vsphere.ComputeClusterVmAntiAffinityRule(`${name}-${role}s-apart`, args, pulumi.mergeOptions(opts, own)),
    ];
  });
}
