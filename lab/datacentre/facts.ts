/** The data centre's addresses and names. They are the lab's own and fixed: 198.18.0.0/24 is no real network's (RFC 2544). */

/** Bridge that everything is plugged into. */
export const bridge = "lan0";
export const prefixLength = 24;

/** The bridge's own address: machines' gateway, which leads nowhere, and name server. */
export const gatewayAddress = "198.18.0.1";
/** Further addresses on the bridge, one for each service that machines reach. */
export const directoryAddress = "198.18.0.2";
export const registryAddress = "198.18.0.3";
export const registryPort = 5000;
/** Where the hub's service answers, and where the host's browser finds it. */
export const hubAddress = "198.18.0.11";
export const hubPort = 443;
export const browserPort = 8443;
/** The vSphere API, on the loopback of the data centre's network namespace. */
export const vspherePort = 8989;

/** The hypervisor that OpenStack's instances run on, there too; nova's virt driver looks for it at this port. */
export const hypervisorPort = 8799;

/** Zone that the data centre's name server answers for. */
export const zone = "lab.dsaas.test";

/** What the vSphere API holds at first; Pulumi.lab.yaml refers to it by these names. */
export const inventory = {
  user: `administrator@${zone}`,
  datacenter: "lab",
  cluster: "compute",
  hosts: 4,
  datastore: "machines",
  network: "lan",
  template: { name: "dsaas-node", diskGiB: 20 },
} as const;
