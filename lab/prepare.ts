import { readFile } from "node:fs/promises";
import type { ListrTask } from "listr2";
import { buildContainerImages, type BuiltImage } from "../images/containers/build";
import { pushImages } from "../images/containers/push";
import { buildNodeImage } from "../images/node/build";
import { rememberCloud, type CloudName } from "./cloud";
import { startDatacentre, type CloudParts, type MachineImage } from "./datacentre/datacentre";
import { registryAddress, registryPort } from "./datacentre/facts";
import { registryDir, storageDir } from "./datacentre/services";
import { directoryCa } from "./directory/directory";
import { LabError } from "./errors";
import { openstackDatabase } from "./openstack/database/build";
import { openstackTree } from "./openstack/tree/tree";
import { labNamespace } from "./paths";
import { forgetStack, hasStack, prepareStack } from "./pulumi";
import type { CloudFacts, LabFacts } from "./stackfile";
import { ensureDebianPackages, toolchainTask } from "./toolchain";

/** What the steps give to each other. */
export interface Prepared {
  images: BuiltImage[];
  machineImage: MachineImage;
  cloudParts: CloudParts;
  cloudFacts: CloudFacts;
}

/** Debian's packages that the lab's own programs and its machines need. */
const debianPackages = [
  "ca-certificates",
  "chromium",
  "debian-archive-keyring",
  "gcc",
  "iproute2",
  "iptables",
  "libc6-dev",
  "mmdebstrap",
  "nftables",
  "procps",
  "python3",
  "python3-venv",
  "systemd-container",
  "util-linux",
];

/** And those of the OpenStack services, which run in a tree of their own. */
export const openstackPackages = ["curl", "debian-archive-keyring", "iproute2", "mmdebstrap", "util-linux"];

/** Everything between a bare Debian and `pulumi up`, in order. Each step does only what is not done yet. */
export function prepareLab(overrides: Record<string, unknown>, cloud: CloudName): ListrTask<Partial<Prepared>>[] {
  return [
    {
      title: "This machine",
      task: async (_, task) => {
        checkMachine();
        const installed = await ensureDebianPackages(
          cloud === "openstack" ? [...debianPackages, ...openstackPackages] : debianPackages,
          (line) => (task.output = line),
        );
        task.title =
          installed.length === 0
            ? "This machine: has what it takes"
            : `This machine: installed ${installed.length} packages`;
      },
    },
    toolchainTask<Partial<Prepared>>(),
    {
      title: "Container images",
      task: async (context, task) => {
        context.images = await buildContainerImages({ log: (line) => (task.output = line) });
        task.title = `Container images: ${context.images.length}`;
      },
    },
    {
      title: "Node image",
      task: async (context, task) => {
        const images = imagesOf(context).filter((image) => image.preload);
        context.machineImage = await buildNodeImage({ images, log: (line) => (task.output = line) });
      },
    },
    {
      title: "OpenStack's services",
      enabled: cloud === "openstack",
      task: async (context, task) => {
        const log = (line: string): string => (task.output = line);
        const root = await openstackTree(log);
        context.cloudParts = { name: "openstack", root, database: await openstackDatabase(root, log) };
      },
    },
    {
      title: "Data centre",
      task: async (context, task) => {
        if (context.machineImage === undefined) throw new LabError("The node image is missing");
        await rememberCloud(cloud);
        const { fresh, facts } = await startDatacentre({
          image: context.machineImage,
          cloud: context.cloudParts ?? { name: "vsphere" },
          report: (line) => (task.output = line),
          // A cloud that begins anew has none of the machines that an older state speaks of.
          forget: async () => {
            if (hasStack()) await forgetStack();
          },
        });
        context.cloudFacts = facts;
        task.title = fresh ? "Data centre: started" : "Data centre: runs";
      },
    },
    {
      title: "Image store",
      task: async (context) => {
        const address = `${registryAddress}:${registryPort}`;
        await pushImages(imagesOf(context), { address, namespace: labNamespace, blobs: registryDir });
      },
    },
    {
      title: "Stack file",
      task: async (context) => prepareStack(await facts(context, overrides)),
    },
  ];
}

function checkMachine(): void {
  if (process.platform !== "linux") throw new LabError(`The lab needs Linux; this is ${process.platform}.`);
  if (process.getuid?.() !== 0)
    throw new LabError("The lab makes network namespaces and machines, which only root may: run the command as root.");
}

function imagesOf(context: Partial<Prepared>): BuiltImage[] {
  if (context.images === undefined) throw new LabError("The container images are missing");
  return context.images;
}

async function facts(context: Partial<Prepared>, overrides: Record<string, unknown>): Promise<LabFacts> {
  const images = imagesOf(context);
  if (context.cloudFacts === undefined) throw new LabError("The data centre is not started");
  const pinned = (name: string) => {
    const image = images.find((candidate) => candidate.name === name);
    if (image === undefined)
      throw new LabError(`There is no image named ${name} among ${images.map((i) => i.name).join(", ")}`);
    return `${image.reference}@${image.digest}`;
  };
  return {
    cloud: context.cloudFacts,
    directoryCa: await readFile(directoryCa, "utf8"),
    images: {
      hub: pinned("hub"),
      proxy: pinned("proxy"),
      basic: pinned("basic"),
      "data-science": pinned("data-science"),
    },
    storage: storageDir,
    overrides,
  };
}
