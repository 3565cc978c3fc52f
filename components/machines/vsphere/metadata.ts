import type { MachineNetwork, PlannedMachine } from "../types";

/** What cloud-init's VMware datasource reads from `guestinfo.metadata`. */
export interface VmMetadata {
  /** cloud-init treats a new id as a new machine and runs everything once more. */
  "instance-id": string;
  "local-hostname": string;
  network: NetworkConfig;
  /** guestinfo keys that cloud-init overwrites with `---` once it has read them. */
  redact: string[];
}

/** cloud-init network configuration, version 2. */
export interface NetworkConfig {
  version: 2;
  ethernets: Record<string, Ethernet>;
}

interface Ethernet {
  dhcp4: boolean;
  dhcp6: boolean;
  addresses: string[];
  routes: { to: string; via: string }[];
  nameservers: { addresses: string[]; search: string[] };
}

/** Name of a machine's only network card; the node image turns predictable interface names off. */
export const INTERFACE = "eth0";

/**
 * Metadata of one machine as JSON: who it is and its fixed address. cloud-init tries JSON before YAML.
 *
 * Keys as in cloud-init 22.4, cloudinit/sources/DataSourceVMware.py: process_metadata moves `network` under `config`
 * itself, redact_keys reads `redact`.
 */
export function vmMetadata(machine: PlannedMachine, network: MachineNetwork): string {
  const metadata: VmMetadata = {
    "instance-id": machine.name,
    "local-hostname": machine.name,
    network: {
      version: 2,
      ethernets: {
        [INTERFACE]: {
          dhcp4: false,
          dhcp6: false,
          addresses: [`${machine.address}/${network.prefixLength}`],
          // Not `gateway4`, which netplan has deprecated. cloud-init 22.4 was seen to write this form rightly for
          // ifupdown, networkd and netplan.
          routes: [{ to: "0.0.0.0/0", via: network.gateway }],
          nameservers: { addresses: network.nameservers, search: network.searchDomains },
        },
      },
    },
    redact: ["userdata", "vendordata"],
  };
  return JSON.stringify(metadata);
}
