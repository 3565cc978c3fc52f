import type * as pulumi from "@pulumi/pulumi";
import type { PlannedMachine } from "../machines/types";

/** Where a container registry's images are really pulled from (containerd's hosts.toml). */
export interface RegistryMirror {
  /** Registry as image names spell it, e.g. `registry.k8s.io`, or `_default` for all. */
  registry: string;
  /** Where to pull from, e.g. `https://mirror.example.org:5000`. */
  endpoint: string;
}

/** The pod network: flannel carries packets, kube-network-policies enforces NetworkPolicies. */
export interface PodNetwork {
  /** `vxlan` works on any network; `host-gw` is faster where all machines share one layer-2 segment. */
  backend: "vxlan" | "host-gw";
  /** Pods' address range, CIDR. */
  podSubnet: string;
  /** Services' address range, CIDR. */
  serviceSubnet: string;
}

/** Everything that a cluster is made of, in plain values; nothing secret. */
export interface ClusterSpec {
  /** Name of the cluster, `<stack name>-<generation>`. */
  name: string;
  /** Kubernetes version with its `v`, e.g. `v1.34.0`; the node image must hold the same. */
  kubernetesVersion: string;
  /** Virtual IPv4 address of the API, held by kube-vip on one of the control planes. */
  virtualIp: string;
  /** Virtual addresses for Services of type LoadBalancer, announced by kube-vip. */
  network: PodNetwork;
  registryMirrors: RegistryMirror[];
  /** kubeadm preflight checks that the sites' machines cannot pass, by kubeadm's names; usually empty. */
  ignorePreflightErrors: string[];
  /** Lease of the virtual IP, seconds: how long a dead holder keeps it, when to renew, how often to try. */
  virtualIpLease: { duration: number; renewDeadline: number; retryPeriod: number };
}

/** The stack's secrets of one cluster as Pulumi outputs, every private part secret (see ClusterIdentity). */
export interface ClusterIdentityOutputs {
  /** PEM of the cluster's CA certificate. */
  caCertificate: pulumi.Output<string>;
  /** Complete cloud-config of one machine, secret. */
  userData(machine: PlannedMachine): pulumi.Output<string>;
}
