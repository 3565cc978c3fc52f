import { readFileSync } from "node:fs";
import { join } from "node:path";
import { mask, type ImageFile } from "./file";
import type { Flavour } from "./flavour";

/** Housekeeping that a machine which is replaced and never repaired does without. */
const housekeeping = [
  "apt-daily.timer",
  "apt-daily-upgrade.timer",
  "dpkg-db-backup.timer",
  "e2scrub_all.timer",
  "e2scrub_reap.service",
  "fstrim.timer",
];

/** NFS 4 needs no daemon on a client, and no machine listens for what it does not need. */
const nfsDaemons = [
  "nfs-blkmap.service",
  "nfs-client.target",
  "rpc-gssd.service",
  "rpc-statd-notify.service",
  "rpc-statd.service",
  "rpcbind.service",
  "rpcbind.socket",
];

/** What only a machine with hardware, a console or people logged in needs. */
const hardware = [
  "cloud-config.service",
  "cloud-init-hotplugd.socket",
  "cloud-init-local.service",
  "console-getty.service",
  "dbus.service",
  "dbus.socket",
  "dev-hugepages.mount",
  "getty.target",
  "kmod-static-nodes.service",
  "proc-sys-fs-binfmt_misc.automount",
  "remote-fs.target",
  "sys-fs-fuse-connections.mount",
  "sys-kernel-config.mount",
  "sys-kernel-debug.mount",
  "sys-kernel-tracing.mount",
  "systemd-ask-password-console.path",
  "systemd-ask-password-wall.path",
  "systemd-binfmt.service",
  "systemd-firstboot.service",
  "systemd-initctl.socket",
  "systemd-journal-flush.service",
  "systemd-journald-audit.socket",
  "systemd-logind.service",
  "systemd-machine-id-commit.service",
  "systemd-modules-load.service",
  "systemd-pcrphase-sysinit.service",
  "systemd-pcrphase.service",
  "systemd-pstore.service",
  "systemd-random-seed.service",
  "systemd-remount-fs.service",
  "systemd-repart.service",
  "systemd-sysusers.service",
  "systemd-tmpfiles-clean.timer",
  "systemd-update-utmp-runlevel.service",
  "systemd-update-utmp.service",
  "systemd-user-sessions.service",
];

/** Programs that would run at every boot to find out what is known of a container. */
const generators = [
  "cloud-init-generator",
  "systemd-cryptsetup-generator",
  "systemd-debug-generator",
  "systemd-fstab-generator",
  "systemd-getty-generator",
  "systemd-gpt-auto-generator",
  "systemd-hibernate-resume-generator",
  "systemd-integritysetup-generator",
  "systemd-rc-local-generator",
  "systemd-run-generator",
  "systemd-system-update-generator",
  "systemd-sysv-generator",
  "systemd-veritysetup-generator",
];

const prepareUnit = `[Unit]
Description=Make the container a machine
DefaultDependencies=no
Before=sysinit.target cloud-init.service systemd-sysctl.service

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/local/lib/machine/prepare
`;

/** Units and masks. */
export function unitFiles(flavour: Flavour): ImageFile[] {
  // A container's network is there before it boots.
  const network = flavour === "disk" ? [] : ["systemd-networkd-wait-online.service"];
  const masks = [...housekeeping, ...network, ...nfsDaemons].map((name) => mask(`/etc/systemd/system/${name}`));
  if (flavour === "disk") return masks;
  return [
    ...masks,
    ...hardware.map((name) => mask(`/etc/systemd/system/${name}`)),
    ...generators.map((name) => mask(`/etc/systemd/system-generators/${name}`)),
    // What cloud-init's generator would do, and where it would not.
    ...["cloud-init", "cloud-final"].map((name) => ({
      path: `/etc/systemd/system/${name}.service.d/disabled.conf`,
      content: "[Unit]\nConditionPathExists=!/etc/cloud/cloud-init.disabled\n",
    })),
    {
      path: "/etc/systemd/system/multi-user.target.wants/cloud-init.target",
      link: "/lib/systemd/system/cloud-init.target",
    },
    { path: "/usr/local/lib/machine/prepare", content: source("prepare"), mode: 0o755 },
    { path: "/etc/systemd/system/machine-prepare.service", content: prepareUnit },
    {
      path: "/etc/systemd/system/sysinit.target.wants/machine-prepare.service",
      link: "/etc/systemd/system/machine-prepare.service",
    },
    // The data centre keeps the console's text, so that it can be read when the machine is gone.
    {
      path: "/etc/systemd/journald.conf.d/machine.conf",
      content: "[Journal]\nStorage=volatile\nRuntimeMaxUse=32M\nForwardToConsole=yes\n",
    },
    { path: "/srv/dsaas", folder: true },
  ];
}

const source = (name: string): string => readFileSync(join(import.meta.dirname, "guest", name), "utf8");
