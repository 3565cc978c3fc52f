/** The OpenStack cloud's addresses and names. All of its APIs are on the loopback of the data centre's network namespace. */

export const region = "RegionOne";

/** Ports of the APIs, as every installation guide has them, and of the message queue. */
export const ports = {
  identity: 5000,
  placement: 8778,
  image: 9292,
  network: 9696,
  volume: 8776,
  compute: 8774,
  loadBalancer: 9876,
  messages: 5672,
} as const;

/** The APIs that clients call. */
export type Api = Exclude<keyof typeof ports, "messages">;

/** Root of an API's addresses, without its version. */
export function apiUrl(api: Api): string {
  return `http://127.0.0.1:${ports[api]}`;
}

export const authUrl = `${apiUrl("identity")}/v3`;

/** What each API is called in the catalogue, and the root that it has there. */
export const catalogue: Readonly<Record<Api, { name: string; type: string; url: string }>> = {
  identity: { name: "keystone", type: "identity", url: authUrl },
  placement: { name: "placement", type: "placement", url: apiUrl("placement") },
  image: { name: "glance", type: "image", url: apiUrl("image") },
  network: { name: "neutron", type: "network", url: apiUrl("network") },
  volume: { name: "cinderv3", type: "volumev3", url: `${apiUrl("volume")}/v3/%(project_id)s` },
  compute: { name: "nova", type: "compute", url: `${apiUrl("compute")}/v2.1` },
  loadBalancer: { name: "octavia", type: "load-balancer", url: apiUrl("loadBalancer") },
};

/** Hosts of nova-compute. Anti-affinity puts each control plane on another, so there are three. */
export const computeHosts = ["compute-1", "compute-2", "compute-3"] as const;

/** Accounts of the cloud, by the project that they work in; their passwords are the lab's own. */
export const accounts = {
  admin: { user: "admin", project: "admin" },
  services: { user: "openstack", project: "service" },
  tenant: { user: "dsaas", project: "dsaas" },
} as const;

/** What the plain user may do: members use the cloud, load balancers ask for a role of their own. */
export const tenantRoles = ["member", "load-balancer_member"] as const;

/** The stack's application credential. */
export const credentialName = "dsaas";

/** What the cloud offers; Pulumi.lab.yaml refers to it by these names, and the flavors are its pools' sizes. */
export const offer = {
  externalNetwork: "public",
  image: "dsaas-node",
  flavors: [
    { name: "dsaas-control-plane", vcpus: 2, ram: 2048, disk: 20 },
    { name: "dsaas-worker", vcpus: 2, ram: 6144, disk: 20 },
  ],
} as const;
