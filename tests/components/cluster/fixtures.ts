import type { PlannedMachine, Role } from "../../../components/machines/types";
import type { ClusterSpec, ControlPlaneSecrets, KeyPair } from "../../../components/cluster/types";

export function machine(key: string, role: Role, address: string, rest: Partial<PlannedMachine> = {}): PlannedMachine {
  const pool = key.replace(/-\d+$/, "");
  return {
    name: `lab-0123abcd-${key}`,
    key,
    pool,
    role,
    address,
    cpus: 2,
    memoryMiB: 4096,
    diskGiB: 20,
    labels: {},
    taints: [],
    ...rest,
  };
}

/** Three control planes and two workers, one of them for GPUs. */
export const machines: PlannedMachine[] = [
  machine("control-1", "control-plane", "198.18.0.20"),
  machine("control-2", "control-plane", "198.18.0.21"),
  machine("control-3", "control-plane", "198.18.0.22"),
  machine("worker-1", "worker", "198.18.0.23", { labels: { "example.org/disk": "ssd" } }),
  machine("gpu-1", "worker", "198.18.0.24", {
    labels: { "topology.kubernetes.io/zone": "a" },
    taints: [{ key: "example.org/gpu", value: "yes", effect: "NoSchedule" }],
  }),
];

export const spec: ClusterSpec = {
  name: "lab-0123abcd",
  kubernetesVersion: "v1.34.0",
  virtualIp: "198.18.0.10",
  network: { backend: "vxlan", podSubnet: "10.244.0.0/16", serviceSubnet: "10.96.0.0/16" },
  registryMirrors: [{ registry: "_default", endpoint: "http://198.18.0.3:5000" }],
  ignorePreflightErrors: [],
  apiHolder: "control-plane",
  virtualIpLease: { duration: 10, renewDeadline: 8, retryPeriod: 2 },
};

const pair = (name: string): KeyPair => ({
  certificate: `-----BEGIN CERTIFICATE-----\n${name}\n-----END CERTIFICATE-----\n`,
  privateKey: `-----BEGIN EC PRIVATE KEY-----\n${name}\n-----END EC PRIVATE KEY-----\n`,
});

/** Words of the right shape, each saying what it stands for. */
export const secrets: ControlPlaneSecrets = {
  caCertificate: pair("kubernetes").certificate,
  bootstrapToken: "abcdef.0123456789abcdef",
  ca: pair("kubernetes"),
  frontProxyCa: pair("front-proxy"),
  etcdCa: pair("etcd"),
  serviceAccount: {
    privateKey: pair("sa").privateKey,
    publicKey: "-----BEGIN PUBLIC KEY-----\nsa\n-----END PUBLIC KEY-----\n",
  },
  kubeVip: pair("kube-vip"),
  encryptionKey: Buffer.alloc(32, "k").toString("base64"),
};
