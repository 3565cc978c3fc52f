import { userDataSkeletons, type ClusterSpec } from "../components/cluster";
import { generationOf, planMachines } from "../components/machines";
import type { Config, VsphereConfig } from "./config";

/**
 * The stack's generation: 8 hexadecimal digits over everything that its machines are made of. Known before anything
 * exists, so that a preview shows it.
 */
export function generationOfStack(config: Config, site: VsphereConfig): string {
  const { pools, kubernetesVersion } = config.cluster;
  const sizes = pools.map(({ name, cpus, memoryMiB, diskGiB }) => [name, { cpus, memoryMiB, diskGiB }] as const);
  return generationOf({
    template: site.template,
    kubernetesVersion,
    sizes: Object.fromEntries(sizes),
    // Skeletons hold no name, so any will do to plan the machines that they are of.
    userData: userDataSkeletons(clusterSpec(config, "cluster"), planMachines("stack", "0", pools, site.network)),
  });
}

/** The cluster layer's description, from the stack's configuration. */
export function clusterSpec({ cluster }: Config, name: string): ClusterSpec {
  return {
    name,
    kubernetesVersion: cluster.kubernetesVersion,
    virtualIp: cluster.virtualIp,
    network: cluster.podNetwork,
    registryMirrors: cluster.registryMirrors,
    ignorePreflightErrors: cluster.ignorePreflightErrors,
    virtualIpLease: cluster.virtualIpLease,
  };
}
