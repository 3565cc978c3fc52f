import type { ImageFile } from "./file";
import type { Flavour } from "./flavour";

/** Where the one Kubernetes binary lies in a machine. */
export const kubernetesBinary = "/usr/local/lib/kubernetes/kubernetes";

/** Programs that the binary is called by on a machine. */
export const nodePrograms = ["kubeadm", "kubelet", "kubectl"] as const;

/** kubelet's unit and kubeadm's drop-in, with the meaning that Kubernetes' own packages give them. */
const kubeletUnit = `[Unit]
Description=kubelet: The Kubernetes Node Agent
Documentation=https://kubernetes.io/docs/
Wants=network-online.target
After=network-online.target containerd.service

[Service]
ExecStart=/usr/bin/kubelet
Restart=always
StartLimitInterval=0
RestartSec=2

[Install]
WantedBy=multi-user.target
`;

const kubeadmDropIn = `[Service]
Environment="KUBELET_KUBECONFIG_ARGS=--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf --kubeconfig=/etc/kubernetes/kubelet.conf"
Environment="KUBELET_CONFIG_ARGS=--config=/var/lib/kubelet/config.yaml"
# Written by kubeadm init and kubeadm join.
EnvironmentFile=-/var/lib/kubelet/kubeadm-flags.env
# The last resort for a machine's own arguments.
EnvironmentFile=-/etc/default/kubelet
ExecStart=
ExecStart=/usr/bin/kubelet $KUBELET_KUBECONFIG_ARGS $KUBELET_CONFIG_ARGS $KUBELET_KUBEADM_ARGS $KUBELET_EXTRA_ARGS
`;

const sysctls = `# What Kubernetes and its pod network need; a leading - where the kernel may lack the key.
net.ipv4.ip_forward = 1
-net.ipv6.conf.all.forwarding = 1
-net.bridge.bridge-nf-call-iptables = 1
-net.bridge.bridge-nf-call-ip6tables = 1
# systemd, kubelet and containerd watch many files.
-fs.inotify.max_user_instances = 8192
`;

/**
 * kubeadm patch that fits kubelet to a machine that is a container on a host with cgroup v1: kubelet and runc write
 * cgroups themselves, and conntrack's limits are the host's. So is the disk: that a tenth of it is free, or a seventh, says
 * nothing about this machine, and users' servers must not be evicted for it.
 */
const kubeletPatch = `cgroupDriver: cgroupfs
failCgroupV1: false
failSwapOn: false
evictionHard:
  memory.available: 100Mi
  nodefs.available: 1Gi
  nodefs.inodesFree: 1%
  imagefs.available: 1Gi
imageGCHighThresholdPercent: 100
`;

/** Files of Kubernetes on a machine, apart from the binary and the CNI plugins. kubelet is not enabled: kubeadm does. */
export function kubernetesFiles(flavour: Flavour): ImageFile[] {
  return [
    ...nodePrograms.map((name) => ({ path: `/usr/bin/${name}`, link: kubernetesBinary })),
    { path: "/usr/lib/systemd/system/kubelet.service", content: kubeletUnit },
    { path: "/usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf", content: kubeadmDropIn },
    { path: "/etc/sysctl.d/60-kubernetes.conf", content: sysctls },
    { path: "/etc/kubernetes/manifests", folder: true },
    { path: "/etc/kubernetes/patches", folder: true },
    ...(flavour === "container"
      ? [{ path: "/etc/kubernetes/patches/kubeletconfiguration0+merge.yaml", content: kubeletPatch }]
      : [{ path: "/etc/modules-load.d/kubernetes.conf", content: "overlay\nbr_netfilter\n" }]),
  ];
}
