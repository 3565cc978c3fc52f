/**
 * Debian packages of a machine beyond the essential ones; their dependencies come along, recommendations do not. apt is
 * not among them: a machine is replaced, never upgraded.
 */
export const packages = [
  // The system itself
  "systemd",
  "systemd-sysv",
  "dbus",
  "cloud-init",
  "ca-certificates",
  "procps",
  "util-linux",
  "mount",
  "e2fsprogs",
  "kmod",
  // Containers
  "containerd",
  "runc",
  // What kubelet, kube-proxy and pod networks call
  "iproute2",
  "iptables",
  "nftables",
  "ebtables",
  "ethtool",
  "conntrack",
  "socat",
  "netbase",
  // kubelet's mount of an NFS export, which the inventory of volumes is kept on
  "nfs-common",
  // What user data may call
  "curl",
  "jq",
  "iputils-ping",
  "iputils-arping",
] as const;
