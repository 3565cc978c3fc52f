import type * as pulumi from "@pulumi/pulumi";
import type { ApiAccess } from "../kubernetes/apiclient";
import type { ApiHolder, PlannedMachine } from "../machines/types";

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

/** Lease of a virtual address, seconds: how long a dead holder keeps it, when to renew at the latest, how often to try. */
export interface VirtualIpLease {
  duration: number;
  renewDeadline: number;
  retryPeriod: number;
}

/** Everything that a cluster is made of, in plain values; nothing secret. */
export interface ClusterSpec {
  /** Name of the cluster, `<stack name>-<generation>`. */
  name: string;
  /** Kubernetes version with its `v`, e.g. `v1.34.0`; the node image must hold the same. */
  kubernetesVersion: string;
  /**
   * Virtual IPv4 address of the API. kube-vip also announces the
   * addresses of Services of type LoadBalancer (annotation `kube-vip.io/loadbalancerIPs`).
   */
  virtualIp: string;
  /**
   * Who holds it: a control plane at a time, by kube-vip, or a load balancer that the cloud gives. Addresses of Services are
   * kube-vip's in either case.
   */
  apiHolder: ApiHolder;
  /** Address by which operators and Pulumi reach the API, where it is not the virtual one: a cloud's floating address. */
  publicAddress?: string;
  network: PodNetwork;
  registryMirrors: RegistryMirror[];
  /** kubeadm preflight checks that the site's machines cannot pass, by kubeadm's names; usually empty. */
  ignorePreflightErrors: string[];
  virtualIpLease: VirtualIpLease;
}

/** A certificate with its private key, both PEM. */
export interface KeyPair {
  certificate: string;
  privateKey: string;
}

/** What every machine of the cluster is told. The token is secret, and the least that lets a machine join. */
export interface JoinSecrets {
  /** PEM of the cluster's CA certificate. */
  caCertificate: string;
  /** `<id>.<secret>`, 6 and 16 characters of [a-z0-9]. */
  bootstrapToken: string;
}

/** What control planes are told besides. No worker may ever hold any of it. */
export interface ControlPlaneSecrets extends JoinSecrets {
  ca: KeyPair;
  frontProxyCa: KeyPair;
  etcdCa: KeyPair;
  /** Key pair that signs service accounts' tokens, PEM. */
  serviceAccount: { privateKey: string; publicKey: string };
  /** Client certificate of kube-vip, user `dsaas:kube-vip`. */
  kubeVip: KeyPair;
  /** 32 bytes, base64: encrypts Secrets in etcd. */
  encryptionKey: string;
}

/** The stack's secrets of one cluster as Pulumi outputs, every private part secret (see ClusterIdentity). */
export interface ClusterIdentityOutputs {
  /** PEM of the cluster's CA certificate. */
  caCertificate: pulumi.Output<string>;
  /** The administrator's client certificate, secret. */
  administrator: pulumi.Output<KeyPair>;
  /** The administrator's way to the API, secret; known as soon as its certificates are, whether or not the API answers. */
  access: pulumi.Output<ApiAccess>;
  /** Complete cloud-config of one machine, secret. */
  userData(machine: PlannedMachine): pulumi.Output<string>;
}
