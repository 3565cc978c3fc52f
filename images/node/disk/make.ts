import type { ListrTask } from "listr2";
import { ensureDebianPackages, ToolchainError, toolchainTask, versions } from "../../../lab/toolchain";
import { buildContainerImages, recipes, type BuiltImage } from "../../containers/build";
import { buildDiskImage, type DiskImage } from "./build";

/** Debian's packages that the build needs. */
const debianPackages = [
  "ca-certificates",
  "debian-archive-keyring",
  "dosfstools",
  "e2fsprogs",
  "fdisk",
  "gcc",
  "libc6-dev",
  "mmdebstrap",
  "mtools",
  "qemu-utils",
  "util-linux",
];

/** Tools whose programs the machine or its container images have, and one that the build itself needs. */
const tools = [
  "cni-plugins",
  "containerd-times",
  "coredns",
  "etcd",
  "flannel",
  "kube-vip",
  "kubernetes",
  "local-path-provisioner",
  "network-policies",
];

/** What the steps give to each other. */
export interface Made {
  images: BuiltImage[];
  disk: DiskImage;
}

/** Everything that a machine needs before it can pull an image. */
export const preloaded = recipes.filter(({ preload }) => preload).map(({ name }) => name);

/** What one build makes, in order; each step does only what is not done yet. */
export function imageTasks(store?: string): ListrTask<Partial<Made>>[] {
  const place = store === undefined ? {} : { store };
  return [
    {
      title: "Container images",
      task: async (context, task) => {
        context.images = await buildContainerImages({
          only: preloaded,
          ...place,
          log: (line) => (task.output = line),
        });
        task.title = `Container images: ${context.images.length}`;
      },
    },
    {
      title: "Disk image",
      task: async (context, task) => {
        context.disk = await buildDiskImage({
          kubernetesVersion: `v${versions.kubernetes}`,
          images: context.images ?? [],
          ...place,
          log: (line) => (task.output = line),
        });
        task.title = `Disk image: ${context.disk.name}`;
      },
    },
  ];
}

/** What must be on this machine before anything is built. */
export function machineTasks(): ListrTask<Partial<Made>>[] {
  return [
    {
      title: "This machine",
      task: async (_, task) => {
        if (process.getuid?.() !== 0)
          throw new ToolchainError("The image's files have owners, which only root may set: run the command as root.");
        const installed = await ensureDebianPackages(debianPackages, (line) => (task.output = line));
        task.title = installed.length === 0 ? "This machine: has what it takes" : `Installed ${installed.join(", ")}`;
      },
    },
    toolchainTask<Partial<Made>>(tools),
  ];
}
