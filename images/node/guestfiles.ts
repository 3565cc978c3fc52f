import { mask, type ImageFile } from "./file";
import { rootUuid } from "./disk/geometry";

const units = "/etc/systemd/system";

/** Started by the first of these: the network that cloud-init has described. */
const network = [
  ["multi-user.target", "systemd-networkd.service"],
  ["sockets.target", "systemd-networkd.socket"],
  ["network-online.target", "systemd-networkd-wait-online.service"],
] as const;

/** Nobody logs in: a prompt would only tell the machine's name to whoever sees its console. */
const prompts = ["getty.target", "console-getty.service", "autovt@.service"];

/** What belongs to Debian's housekeeping of boot loaders and file systems. */
const bootLoaders = ["grub-common.service", "grub-initrd-fallback.service"];

/** A machine waits for one network card, not for every one that nobody has plugged in, and not for ever. */
const waitOnline = `[Service]
ExecStart=
ExecStart=/lib/systemd/systemd-networkd-wait-online --any --timeout=60
`;

/** Names are asked for at the servers that the cloud gives, straight from resolv.conf; nothing listens for that. */
const resolved = `[Resolve]
LLMNR=no
MulticastDNS=no
DNSStubListener=no
`;

/** Routes and rules of the pod network and of virtual addresses are not networkd's to remove. */
const networkd = `[Network]
ManageForeignRoutes=no
ManageForeignRoutingPolicyRules=no
`;

/** Pods' interfaces keep the addresses that they were made with: others know them by these (flannel#1155). */
const podLinks = `[Match]
OriginalName=cni* flannel* veth*

[Link]
MACAddressPolicy=none
`;

/** Files of a machine that a hypervisor starts, beyond those of every machine. */
export function guestFiles(): ImageFile[] {
  return [
    { path: "/etc/fstab", content: `UUID=${rootUuid} / ext4 errors=remount-ro 0 1\n` },
    { path: "/etc/resolv.conf", link: "/run/systemd/resolve/resolv.conf" },
    { path: "/etc/systemd/resolved.conf.d/machine.conf", content: resolved },
    { path: "/etc/systemd/networkd.conf.d/machine.conf", content: networkd },
    { path: "/etc/systemd/network/10-pods.link", content: podLinks },
    { path: `${units}/systemd-networkd-wait-online.service.d/machine.conf`, content: waitOnline },
    ...network.map(([target, unit]) => ({
      path: `${units}/${target}.wants/${unit}`,
      link: `/lib/systemd/system/${unit}`,
    })),
    ...[...prompts, ...bootLoaders].map((unit) => mask(`${units}/${unit}`)),
    // The machine's own disk has no swap to resume from; without this the initramfs looks for one.
    { path: "/etc/initramfs-tools/conf.d/resume", content: "RESUME=none\n" },
  ];
}
