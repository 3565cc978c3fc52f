import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import {
  findSite,
  lives,
  networkProblems,
  OpenStackMachines,
  openStackApi,
  OpenStackSpace,
  type PodTraffic,
} from "../../components/machines/openstack";
import type { Config, OpenStackConfig } from "../config";
import { lastDeployment } from "../lastDeployment";
import { knownOnOpenStack } from "./openstackState";
import type { Cloud } from "./types";

/**
 * OpenStack as the configuration describes it.
 * @throws RunError with one sentence for each object that is not there, is ambiguous or too small (see findSite), and for
 *   what cannot change of a network that the stack has
 */
export async function openOpenStack(
  name: string,
  stackName: string,
  config: OpenStackConfig,
  { cluster, hub }: Config,
): Promise<Cloud> {
  const { authUrl, region, applicationCredentialId, applicationCredentialSecret, caCertificate } = config;
  const { network, apiHolder, bootVolume, availabilityZone } = config;
  const provider = new openstack.Provider(name, {
    authUrl,
    region,
    applicationCredentialId,
    applicationCredentialSecret: pulumi.secret(applicationCredentialSecret),
    ...(caCertificate === undefined ? {} : { cacertFile: caCertificate }),
  });
  const access = { authUrl, region, applicationCredentialId, applicationCredentialSecret };
  const api = openStackApi({ ...access, ...(caCertificate === undefined ? {} : { caCertificate }) });
  const [known, last] = await Promise.all([knownOnOpenStack((id) => lives(api, id)), lastDeployment()]);
  const site = await findSite(
    api,
    config,
    cluster.pools,
    bootVolume !== undefined,
    networkProblems(network, known.subnet, last !== undefined),
  );
  const podTraffic = podTrafficOf(cluster.podNetwork);
  const apiBalanced = apiHolder === "load-balancer";
  return {
    network,
    ingredients: {
      imageId: site.imageId,
      flavorIds: site.flavorIds,
      apiHolder,
      bootVolume: bootVolume ?? null,
      availabilityZone: availabilityZone ?? null,
    },
    prepare: (platform, parent) => {
      const space = new OpenStackSpace(
        `${platform}-space`,
        {
          stackName,
          site,
          api,
          network,
          apiAddresses: cluster.virtualIps,
          apiHolder,
          hubAddress: hub.address,
          apiFloatingIps: config.apiFloatingIps,
          hubFloatingIp: config.hubFloatingIp,
          access: config.access,
          podTraffic,
        },
        { parent, provider },
      );
      return ({ side, virtualAddresses, ...args }, generation) =>
        new OpenStackMachines(
          `${platform}-${side}-machines`,
          {
            stackName,
            space,
            podTraffic,
            disk: bootVolume === undefined ? { kind: "local" } : { kind: "volume", type: bootVolume.type },
            availabilityZone,
            spread: config.spread,
            failedBefore: known.failedMachines,
            balancedSide: apiBalanced ? side : undefined,
            virtualAddresses: virtualAddresses.filter(
              (address) => !(apiBalanced && address === cluster.virtualIps[side]),
            ),
            ...args,
          },
          { parent: generation, provider },
        );
    },
  };
}

function podTrafficOf({ backend, podSubnet }: Config["cluster"]["podNetwork"]): PodTraffic {
  switch (backend) {
    case "vxlan":
      return { kind: "vxlan" };
    case "host-gw":
      return { kind: "routed", podSubnet };
    default:
      return backend satisfies never;
  }
}
