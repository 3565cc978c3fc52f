import { cloudInitFiles } from "./cloudinit";
import { containerdFiles } from "./containerd";
import type { ImageFile } from "./file";
import type { Flavour } from "./flavour";
import { guestFiles } from "./guestfiles";
import { kubernetesFiles } from "./kubernetes";
import { unitFiles } from "./units";

/** Everything that is put on top of Debian's packages, apart from binaries. */
export function nodeFiles(flavour: Flavour): ImageFile[] {
  return [
    ...containerdFiles(flavour),
    ...kubernetesFiles(flavour),
    ...cloudInitFiles(flavour),
    ...unitFiles(flavour),
    // Parts of a machine's disk of their own in the lab; a hypervisor's machine has them on its one disk.
    ...["containerd", "kubelet", "etcd"].map((name) => ({ path: `/var/lib/${name}`, folder: true as const })),
    // Each machine has its own; empty, so that systemd does not take the boot for an image's very first.
    { path: "/etc/machine-id", content: "" },
    { path: "/etc/hostname", content: "machine\n" },
    ...(flavour === "disk" ? guestFiles() : [{ path: "/etc/resolv.conf", content: "" }]),
  ];
}
