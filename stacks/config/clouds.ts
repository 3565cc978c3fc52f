import { z } from "zod";
import * as f from "./fields";

const network = z.strictObject({
  firstAddress: f.ipv4.describe("First address that the stack may give to a machine."),
  lastAddress: f.ipv4.describe(
    "Last address that the stack may give to a machine. Half of them are for the generation that is built next.",
  ),
  prefixLength: z.int().min(8).max(30).describe("Length of the subnet's prefix in bits, e.g. 24."),
  gateway: f.ipv4.describe("Router of the machines' subnet."),
  nameservers: z.array(f.ipv4).min(1, "is empty; machines need a DNS server").describe("DNS servers."),
  searchDomains: z.array(f.hostName).default([]).describe("Domains that short names are looked up in."),
});

export const vsphere = z.strictObject({
  server: z.string().min(1).describe("vCenter's host name, with :port unless it is 443."),
  user: z.string().min(1).describe("Account of the stack in vCenter."),
  password: f.secret,
  allowUnverifiedTls: z.boolean().default(false).describe("Accept any certificate of vCenter. For a test system only."),
  datacenter: z.string().min(1).describe("Name or inventory path."),
  cluster: z.string().min(1).describe("Compute cluster whose hosts run the machines."),
  datastore: z.string().min(1).describe("Holds the machines' disks."),
  portGroup: z.string().min(1).describe("Network of the machines."),
  template: z.string().min(1).describe("Virtual machine template made from the node image."),
  folder: z.string().min(1).describe("VM folder that the stack creates."),
  resourcePool: z.string().min(1).describe("Resource pool that the stack creates in the cluster."),
  network,
});

export const openstack = z.strictObject({
  authUrl: z
    .string()
    .regex(/^https?:\/\/.+\/v3\/?$/, "is not the address of Keystone; write e.g. https://cloud.example.org:5000/v3")
    .describe("Address of Keystone, version 3."),
  region: z.string().min(1).describe("Region of the service catalogue."),
  applicationCredentialId: z.string().min(1).describe("Application credential of the stack, in its project."),
  applicationCredentialSecret: f.secret,
  caCertificate: f.certificate
    .exactOptional()
    .describe("CA that signed the certificates of OpenStack's APIs, PEM; left out: those that this machine trusts."),
  externalNetwork: z.string().min(1).describe("Id or name of the network that the stack's router has its gateway in."),
  image: z
    .string()
    .min(1)
    .describe("Id or name of the node image in Glance. Write the id: a name may get another image."),
  flavors: z
    .record(z.string(), z.string().min(1))
    .describe("Id or name of the flavor of each pool, by the pool's name."),
  bootVolume: z
    .strictObject({
      type: z.string().min(1).exactOptional().describe("Volume type; the cloud's default where none is given."),
    })
    .exactOptional()
    .describe("System disks are volumes of the pools' diskGiB; left out: disks of the flavors on the hosts."),
  availabilityZone: z
    .string()
    .min(1)
    .exactOptional()
    .describe("Where all machines stand; the cloud's choice where none is given."),
  spread: z
    .enum(["mandatory", "preferred"])
    .default("mandatory")
    .describe("Whether control planes must stand on different hosts, or should. Workers always should."),
  apiHolder: z
    .enum(["control-plane", "load-balancer"])
    .default("control-plane")
    .describe("Who holds the API's addresses: a control plane at a time (kube-vip), or a load balancer of Octavia."),
  apiFloatingIps: z
    .strictObject({ blue: f.ipv4, green: f.ipv4 })
    .exactOptional()
    .describe(
      "Floating addresses of the project, for the Kubernetes API on each side; left out: Pulumi and operators reach it at cluster.virtualIps.",
    ),
  hubFloatingIp: f.ipv4
    .exactOptional()
    .describe("Floating address of the project, for the hub; left out: the hub is reached at hub.address."),
  access: z
    .strictObject({
      hub: z.array(f.cidr).default(["0.0.0.0/0"]).describe("Networks that users come from."),
      api: z
        .array(f.cidr)
        .min(1, "is empty; Pulumi itself must reach the API")
        .describe("Networks that operators and Pulumi come from."),
    })
    .describe("From where the security groups let in, besides the machines themselves."),
  network,
});

export type VsphereConfig = z.infer<typeof vsphere>;
export type OpenStackConfig = z.infer<typeof openstack>;
