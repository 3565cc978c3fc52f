import type { Flavour } from "./flavour";

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

/** What a container needs none of: a kernel and what starts it, hardware, a network and a clock of its own. */
const hardware = [
  // Has the drivers of KVM and of vSphere (virtio, vmxnet3, pvscsi), and no others to speak of
  "linux-image-cloud-amd64",
  "initramfs-tools",
  "zstd",
  "udev",
  // The boot loader, for BIOS, and for UEFI as Debian and Microsoft have signed it
  "grub-pc-bin",
  "grub-efi-amd64-signed",
  "shim-signed",
  // Growing the disk's partition
  "cloud-guest-utils",
  "fdisk",
  // vSphere's guestinfo and the machine's state for its clients
  "open-vm-tools",
  "systemd-resolved",
  "systemd-timesyncd",
] as const;

/** All packages that a flavour asks for. */
export function packagesOf(flavour: Flavour): string[] {
  return flavour === "disk" ? [...packages, ...hardware] : [...packages];
}
