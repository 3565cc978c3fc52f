import * as pulumi from "@pulumi/pulumi";
import * as vsphere from "@pulumi/vsphere";
import { networkOfSide } from "../../components/machines";
import { findSite, VSphereMachines, VSphereSpace } from "../../components/machines/vsphere";
import type { VsphereConfig } from "../config";
import type { Cloud } from "./types";

/**
 * vSphere as the configuration describes it.
 * @throws RunError with one sentence for each object that is not there (see findSite)
 */
export async function openVSphere(name: string, stackName: string, config: VsphereConfig): Promise<Cloud> {
  const provider = new vsphere.Provider(name, {
    vsphereServer: config.server,
    user: config.user,
    password: pulumi.secret(config.password),
    allowUnverifiedSsl: config.allowUnverifiedTls,
  });
  const site = await findSite(config, { provider });
  const { server, user, password, allowUnverifiedTls, datacenter } = config;
  const vcenter = { server, user, password, allowUnverifiedTls };
  const { template, datacenterId, clusterId, datastoreId, networkId } = site;
  const { folder, resourcePool, network } = config;
  return {
    network,
    ingredients: { template: template.uuid, datacenterId, clusterId, datastoreId, networkId },
    prepare: (platform, parent) => {
      const space = new VSphereSpace(
        `${platform}-space`,
        { stackName, site, datacenter, vcenter, folder, resourcePool },
        { parent, provider },
      );
      return ({ side, ...args }, generation) =>
        new VSphereMachines(
          `${platform}-${side}-machines`,
          { stackName, space, network: networkOfSide(network, side), ...args },
          { parent: generation, provider },
        );
    },
  };
}
