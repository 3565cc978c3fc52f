import type * as pulumi from "@pulumi/pulumi";

/** How firmly machines of a role are kept on different hosts. */
export type Spread = "mandatory" | "preferred";

/** Who holds the API's virtual address: a control plane at a time, or a load balancer that the cloud gives. */
export type ApiHolder = "control-plane" | "load-balancer";

/** What a machine does in the cluster. */
export type Role = "control-plane" | "worker";

/** A Kubernetes taint that the machine's node carries from its first second. */
export interface Taint {
  key: string;
  value?: string;
  effect: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
}

/** Machines of one kind. The same description serves every cloud. */
export interface MachinePool {
  /** Lower-case DNS label, unique in the stack; part of every machine's name. */
  name: string;
  role: Role;
  /** How many machines; odd for control planes, so that etcd keeps a majority when one is lost. */
  count: number;
  /** Virtual CPUs of one machine. */
  cpus: number;
  /** Memory of one machine, MiB. */
  memoryMiB: number;
  /** System disk of one machine, GiB; at least the template's. */
  diskGiB: number;
  labels?: Record<string, string>;
  taints?: Taint[];
}

/** The network that machines stand in. Addresses are allocated by the stack, before any machine exists. */
export interface MachineNetwork {
  /** First and last IPv4 address that the stack may give to machines, both included. */
  firstAddress: string;
  lastAddress: string;
  /** Length of the subnet's prefix, bits. */
  prefixLength: number;
  gateway: string;
  nameservers: string[];
  searchDomains: string[];
}

/** One machine as planned: everything the stack decides about it, known before it exists. */
export interface PlannedMachine {
  /** Host name, node name and the VM's name: `<stack name>-<generation>-<pool>-<ordinal from 1>`. */
  name: string;
  /** Key that stays the same over generations, for resource names: `<pool>-<ordinal from 1>`. */
  key: string;
  pool: string;
  role: Role;
  address: string;
  cpus: number;
  memoryMiB: number;
  diskGiB: number;
  labels: Record<string, string>;
  taints: Taint[];
}

/** What cloud-init needs, both in plain text (not yet encoded). */
export interface CloudInit {
  /** A cloud-config text. */
  userData: pulumi.Input<string>;
  /** The datasource's metadata. Default: the cloud's own, with host name and address. */
  metaData?: pulumi.Input<string>;
}

/** A machine that exists. */
export interface Machine {
  name: string;
  role: Role;
  address: string;
  /** The cloud's id of the VM; unknown until the VM is there, so what depends on it waits for the machine. */
  id: pulumi.Output<string>;
}
