import type { Config } from "../config";
import type { Cloud } from "./types";

export type { Cloud, MachineMaker } from "./types";

/**
 * Looks up what the configuration names in its cloud; creates nothing. Another cloud adds its case here. Only that cloud's
 * SDK is loaded: each takes as long as the rest of the program.
 *
 * @param name of the provider
 * @throws with everything that is not there, by the key that names it
 */
export async function openCloud(name: string, stackName: string, config: Config): Promise<Cloud> {
  switch (config.platform) {
    case "vsphere":
      if (config.vsphere === undefined) throw new Error("dsaas:vsphere is missing; loadConfig refuses such a stack");
      return (await import("./vsphere")).openVSphere(name, stackName, config.vsphere);
    case "openstack":
      if (config.openstack === undefined)
        throw new Error("dsaas:openstack is missing; loadConfig refuses such a stack");
      return (await import("./openstack")).openOpenStack(name, stackName, config.openstack, config);
    default:
      return config.platform satisfies never;
  }
}
