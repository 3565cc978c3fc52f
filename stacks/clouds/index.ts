import type { Config } from "../config";
import type { Cloud } from "./types";
import { openVSphere } from "./vsphere";

export type { Cloud, MachineMaker } from "./types";

/**
 * Looks up what the configuration names in its cloud; creates nothing. Another cloud adds its case here.
 *
 * @param name of the provider
 * @throws with everything that is not there, by the key that names it
 */
export function openCloud(name: string, stackName: string, config: Config): Promise<Cloud> {
  switch (config.platform) {
    case "vsphere":
      if (config.vsphere === undefined) throw new Error("dsaas:vsphere is missing; loadConfig refuses such a stack");
      return openVSphere(name, stackName, config.vsphere);
    case "openstack":
      throw new Error("dsaas:platform openstack cannot be built; loadConfig refuses such a stack");
    default:
      return config.platform satisfies never;
  }
}
