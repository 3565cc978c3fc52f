import { userDataSkeletons, type ClusterSpec } from "../components/cluster";
import { generationOf, planMachines, type MachineNetwork, type Side } from "../components/machines";
import type { Json } from "../components/machines/canonical";
import type { Config } from "./config";

/**
 * The stack's generation: 8 hexadecimal digits over everything that its machines are made of. Known before anything is
 * created, so that a preview shows it, and the same on both sides.
 *
 * @param cloud what the cloud adds, by its own ids
 */
export function generationOfStack(config: Config, network: MachineNetwork, cloud: Json): string {
  const { pools, kubernetesVersion, virtualIps, rotation } = config.cluster;
  const sizes = pools.map(({ name, cpus, memoryMiB, diskGiB }) => [name, { cpus, memoryMiB, diskGiB }] as const);
  return generationOf({
    cloud,
    network: { ...network, virtualIps },
    kubernetesVersion,
    sizes: Object.fromEntries(sizes),
    // Skeletons hold no name and no address, so any will do to plan the machines that they are of.
    userData: userDataSkeletons(clusterSpec(config, "cluster", "blue"), planMachines("stack", "0", pools, network)),
    rotation,
  });
}

/** The cluster layer's description, from the stack's configuration. */
export function clusterSpec(config: Config, name: string, side: Side): ClusterSpec {
  const { cluster } = config;
  return {
    name,
    kubernetesVersion: cluster.kubernetesVersion,
    virtualIp: cluster.virtualIps[side],
    ...apiOf(config, side),
    network: cluster.podNetwork,
    registryMirrors: cluster.registryMirrors,
    ignorePreflightErrors: cluster.ignorePreflightErrors,
    virtualIpLease: cluster.virtualIpLease,
  };
}

/** How the API is reached: what only some clouds offer. */
function apiOf({ platform, openstack }: Config, side: Side): Pick<ClusterSpec, "apiHolder" | "publicAddress"> {
  if (platform !== "openstack" || openstack === undefined) return { apiHolder: "control-plane" };
  const publicAddress = openstack.apiFloatingIps?.[side];
  return { apiHolder: openstack.apiHolder, ...(publicAddress === undefined ? {} : { publicAddress }) };
}
