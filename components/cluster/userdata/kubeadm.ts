import type { PlannedMachine } from "../../machines/types";
import { kubeconfig } from "../access/kubeconfig";
import { paths } from "../paths";
import type { ClusterSpec, JoinSecrets } from "../types";
import { certificateHours } from "../validity";
import { versions } from "../versions";
import { toYaml } from "../yaml";
import { apiServerSettings } from "./apiserver";
import { kubeletConfiguration } from "./kubelet";
import { nodeLabels } from "./labels";
import { cipherSuites, etcdMinimumTls } from "./tls";

const apiVersion = "kubeadm.k8s.io/v1beta4";
export const apiPort = 6443;

/** Where operators and Pulumi reach the API, `https://<address>:6443`. */
export const endpointOf = ({ publicAddress, virtualIp }: Pick<ClusterSpec, "publicAddress" | "virtualIp">): string =>
  `https://${publicAddress ?? virtualIp}:${apiPort}`;

/** kubeadm's lists of arguments, from a plain object. */
const args = (values: Record<string, string>) => Object.entries(values).map(([name, value]) => ({ name, value }));

/** The taint that kubeadm gives to control planes unless told otherwise. */
const controlPlaneTaint = { key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" };

function nodeRegistration(machine: PlannedMachine, spec: ClusterSpec) {
  return {
    name: machine.name,
    criSocket: "unix:///run/containerd/containerd.sock",
    imagePullPolicy: "IfNotPresent",
    // The first check only warns of a proxy between machines; built with Go 1.26, Kubernetes 1.34.0's takes its own way
    // of writing an IPv4 address for an error.
    ignorePreflightErrors: ["HTTPProxyCIDR", ...spec.ignorePreflightErrors],
    taints: [...(machine.role === "control-plane" ? [controlPlaneTaint] : []), ...machine.taints],
    // The address must be given: kubelet's own choice may fall on the virtual one.
    kubeletExtraArgs: args({ "node-ip": machine.address, "node-labels": nodeLabels(machine) }),
  };
}

function initConfiguration(machine: PlannedMachine, spec: ClusterSpec, { bootstrapToken }: JoinSecrets) {
  return {
    apiVersion,
    kind: "InitConfiguration",
    // It never expires, so that a machine can be made again at any time; docs/security.md weighs what it is good for. A new
    // generation has a new one.
    bootstrapTokens: [{ token: bootstrapToken, ttl: "0s", description: "machines of this generation" }],
    localAPIEndpoint: { advertiseAddress: machine.address, bindPort: apiPort },
    nodeRegistration: nodeRegistration(machine, spec),
    patches: { directory: paths.patches },
  };
}

function clusterConfiguration(spec: ClusterSpec) {
  return {
    apiVersion,
    kind: "ClusterConfiguration",
    clusterName: spec.name,
    kubernetesVersion: spec.kubernetesVersion,
    controlPlaneEndpoint: `${spec.virtualIp}:${apiPort}`,
    encryptionAlgorithm: "ECDSA-P256",
    // As long as the CA lives: nothing renews them in place.
    certificateValidityPeriod: `${certificateHours}h0m0s`,
    networking: { podSubnet: spec.network.podSubnet, serviceSubnet: spec.network.serviceSubnet },
    apiServer: {
      ...apiServerSettings(),
      certSANs: [
        spec.virtualIp,
        ...(spec.publicAddress === undefined ? [] : [spec.publicAddress]),
        "127.0.0.1",
        "localhost",
      ],
    },
    controllerManager: {
      extraArgs: args({ ...controllerSettings, ...nodeMonitor, ...volumeBinding, ...finishedPods }),
    },
    scheduler: { extraArgs: args(controllerSettings) },
    etcd: { local: { imageTag: versions.etcd, extraArgs: args(etcdSettings) } },
    dns: { imageTag: versions.coreDns },
  };
}

/** For controller manager and scheduler. The retry period is also what founding a cluster waits for twice. */
const controllerSettings = { profiling: "false", "leader-elect-retry-period": "1s" };

/**
 * A machine that is silent for this long is lost: its pods are no longer asked, and those of the platform start elsewhere
 * ten seconds later (leaveLostMachines). Kubernetes' own 50 s suit clouds where nodes are many and cheap; here one of a few
 * carries what everybody needs. It is five times what kubelet takes between two signs of life (kubeletConfiguration), and
 * more than the virtual address needs to move.
 */
const nodeMonitor = { "node-monitor-grace-period": "20s", "node-monitor-period": "2s" };

/**
 * Binding a claim to its volume takes four writes, one after another; at the default of 20 a second, two thousand homes that
 * are attached again, or a class that starts for the first time, would wait for that alone.
 */
const volumeBinding = { "kube-api-qps": "100", "kube-api-burst": "200" };

/** Pods that have ended are kept to be looked at, up to so many. The hub deletes its own. */
const finishedPods = { "terminated-pod-gc-threshold": "1000" };

const etcdSettings = { "cipher-suites": cipherSuites.join(","), "tls-min-version": etcdMinimumTls };

/** Where joining machines find the cluster: its address and CA, nothing secret. */
export function discoveryConfig({ name, virtualIp }: ClusterSpec, { caCertificate }: JoinSecrets): string {
  return kubeconfig({ cluster: name, server: `https://${virtualIp}:${apiPort}`, caCertificate, user: "nobody" });
}

const kubeProxyConfiguration = {
  apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
  kind: "KubeProxyConfiguration",
  mode: "iptables",
  // Zero leaves the kernel's own limits alone: they belong to the node image, and a machine that is a container may
  // not write them (kube-proxy would stop at the attempt).
  conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: "0s", tcpCloseWaitTimeout: "0s" },
};

/** What `kubeadm init` reads on the machine that founds the cluster; holds the bootstrap token. */
export function initConfig(machine: PlannedMachine, spec: ClusterSpec, secrets: JoinSecrets): string {
  return toYaml(
    initConfiguration(machine, spec, secrets),
    clusterConfiguration(spec),
    kubeletConfiguration,
    kubeProxyConfiguration,
  );
}

/** What `kubeadm join` reads on every other machine; holds the bootstrap token. */
export function joinConfig(machine: PlannedMachine, spec: ClusterSpec, secrets: JoinSecrets): string {
  return toYaml({
    apiVersion,
    kind: "JoinConfiguration",
    // A file with the CA rather than a token with the CA's hash: the latter waits until a controller has signed
    // cluster-info, seconds after everything else that a joining machine needs is there.
    discovery: { file: { kubeConfigPath: paths.discoveryConfig }, tlsBootstrapToken: secrets.bootstrapToken },
    nodeRegistration: nodeRegistration(machine, spec),
    patches: { directory: paths.patches },
    ...(machine.role === "control-plane" && {
      controlPlane: { localAPIEndpoint: { advertiseAddress: machine.address, bindPort: apiPort } },
    }),
  });
}
