import * as pulumi from "@pulumi/pulumi";
import * as vsphere from "@pulumi/vsphere";
import type { Role } from "../types";

/** One machine that exists, as the rules need it. */
export interface Placed {
  role: Role;
  id: pulumi.Output<string>;
}

/** How firmly control planes are kept on different hosts. */
export type Spread = "mandatory" | "preferred";

/**
 * DRS rules: control planes on different hosts, so that a host takes no more than one member of etcd with it; workers
 * apart where there is room. A rule needs two machines, so a role with one machine gets none.
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
    const ids = machines.filter((machine) => machine.role === role).map((machine) => machine.id);
    if (ids.length < 2) return [];
    const args = {
      name: `${label}-${role}s-apart`,
      computeClusterId: clusterId,
      virtualMachineIds: ids,
      // The provider's default is false, which DRS may disregard.
      mandatory: firmness[role],
    };
    return [new vsphere.ComputeClusterVmAntiAffinityRule(`${name}-${role}s-apart`, args, opts)];
  });
}
