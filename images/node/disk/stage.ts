import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { epoch } from "../../containers/layer";
import { run } from "../../containers/run";
import type { NodeImage } from "../build";
import { biosConfig, biosModules, grubConfig } from "./boot";
import { imageTime } from "./times";

/** A root file system ready to be written to a disk, and the boot loader's parts, which lie outside it. */
export interface StagedImage {
  root: string;
  /** Seconds since 1970: the image's own time, see imageTime. */
  time: number;
  /** Release of its kernel, `6.1.0-56-cloud-amd64`. */
  kernel: string;
  boot: BootParts;
}

/** GRUB for a BIOS (its first sector, its core image) and for UEFI, with what checks its signature. */
export interface BootParts {
  bootImage: Buffer;
  core: Buffer;
  shim: Buffer;
  grub: Buffer;
}

/**
 * What no machine needs or what tells of the build: the boot loader's own copies, apt's sources with the addresses of a
 * mirror, logs, and whatever a program would make again.
 */
export const leftOut = [
  "boot/grub",
  "etc/apt",
  "etc/kernel/postinst.d/zz-update-grub",
  "etc/kernel/postrm.d/zz-update-grub",
  "initrd.img",
  "vmlinuz",
  "usr/lib/grub",
  "usr/lib/shim",
  "usr/share/grub",
  "var/cache/apt",
  "var/cache/debconf",
  "var/cache/ldconfig/aux-cache",
  "var/lib/apt",
  "var/lib/containerd/io.containerd.grpc.v1.introspection/uuid",
  "var/lib/dbus/machine-id",
  "var/lib/systemd/random-seed",
];

/** Folders whose content goes; the folders stay. `/dev` and `/run` are filled at boot. */
export const emptied = ["dev", "run", "tmp", "var/tmp", "var/log/apt"];

/**
 * Puts a machine's image together in a folder that does not exist yet.
 *
 * @param containerdTimes path of the tool of that name
 */
export async function stageImage(image: NodeImage, root: string, containerdTimes: string): Promise<StagedImage> {
  // A real copy: times are changed below, and the original shares its files with the Debian tree.
  await run("cp", ["--archive", "--reflink=auto", "--no-target-directory", image.rootfs, root]);
  const containerd = join(root, "var/lib/containerd");
  await run("cp", ["--archive", "--reflink=auto", "--no-target-directory", image.containerd, containerd]);
  const time = await imageTime(root);
  await run(containerdTimes, [containerd, String(epoch)]);
  const kernel = await kernelRelease(root);
  await makeInitramfs(root, kernel, time);
  const boot = await bootParts(root);
  for (const path of leftOut) await rm(join(root, path), { recursive: true, force: true });
  for (const folder of emptied) await empty(join(root, folder));
  await mkdir(join(root, "boot/grub"), { recursive: true });
  await writeFile(join(root, "boot/grub/grub.cfg"), grubConfig(kernel));
  return { root, time, kernel, boot };
}

/** The one kernel of a root file system. */
async function kernelRelease(root: string): Promise<string> {
  const releases = await readdir(join(root, "usr/lib/modules"));
  const [release] = releases;
  if (release === undefined || releases.length > 1)
    throw new Error(`node image: there must be one kernel, and there are ${releases.length}: ${releases.join(", ")}`);
  return release;
}

/** Anew, since the first one was made before the image's own files were there. */
async function makeInitramfs(root: string, kernel: string, time: number): Promise<void> {
  const target = `/boot/initrd.img-${kernel}`;
  await inside(root, { SOURCE_DATE_EPOCH: String(time) }, "mkinitramfs", ["-o", `${target}.new`, kernel]);
  await rename(join(root, `${target}.new`), join(root, target));
}

async function bootParts(root: string): Promise<BootParts> {
  await writeFile(join(root, "tmp/early.cfg"), biosConfig);
  await inside(root, {}, "grub-mkimage", [
    ...["--format=i386-pc", "--prefix=/boot/grub", "--config=/tmp/early.cfg", "--output=/tmp/core.img"],
    ...biosModules,
  ]);
  const read = (path: string) => readFile(join(root, path));
  return {
    bootImage: await read("usr/lib/grub/i386-pc/boot.img"),
    core: await read("tmp/core.img"),
    shim: await read("usr/lib/shim/shimx64.efi.signed"),
    grub: await read("usr/lib/grub/x86_64-efi-signed/grubx64.efi.signed"),
  };
}

/** Runs a program of the image in its root file system; mounts that it needs vanish with it. */
async function inside(root: string, env: Record<string, string>, program: string, args: string[]): Promise<void> {
  const script = 'mount -t proc proc "$0/proc"\nmount --rbind /dev "$0/dev"\nexec chroot "$0" "$@"';
  const path = "/usr/sbin:/usr/bin:/sbin:/bin";
  await run("unshare", ["--mount", "--propagation=private", "sh", "-euc", script, root, program, ...args], {
    env: { ...env, PATH: path, LC_ALL: "C.UTF-8", TZ: "UTC", TMPDIR: "/var/tmp" },
  });
}

async function empty(folder: string): Promise<void> {
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true });
}
