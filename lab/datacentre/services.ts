import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { binDir, labDir, labNamespace } from "../paths";
import { labSecret } from "../secrets";
import type { Daemon } from "./daemon";
import {
  bridge,
  browserPort,
  hubAddress,
  hubPort,
  hypervisorPort,
  inventory,
  registryAddress,
  registryPort,
  vspherePort,
} from "./facts";
import { listener } from "./ports";

/** The machine image that VMs boot from: folders of a built node image. */
export interface MachineImage {
  rootfs: string;
  containerd: string;
}

const program = join(binDir, "datacentre");

/** Disks and consoles of machines, one folder each. */
export const machinesDir = join(labDir, "machines");

/** Folders of users' volumes, which outlive machines. */
export const storageDir = join(labDir, "storage");

/** Blobs of the container registry. */
export const registryDir = join(labDir, "registry");

/** Configuration of the vSphere API; only root reads it, for it holds the password. */
export const vsphereConfig = join(labDir, "run", "vsphere.json");

/** Configuration of OpenStack's hypervisor. */
export const hypervisorConfig = join(labDir, "run", "hypervisor.json");

/** How long the vSphere API, or the hypervisor, may take to cut every machine's power, milliseconds. */
export const machinesPatience = 60_000;

/** Content of `vsphereConfig`. */
export function vsphereSettings(image: MachineImage, password: string): Record<string, unknown> {
  return {
    listen: `127.0.0.1:${vspherePort}`,
    password,
    ...inventory,
    ...hostSettings(image),
  };
}

/** Content of `hypervisorConfig`. */
export function hypervisorSettings(image: MachineImage): Record<string, unknown> {
  return { listen: `127.0.0.1:${hypervisorPort}`, ...hostSettings(image) };
}

/** What machines are made of and plugged into, whichever cloud they are of. */
function hostSettings(image: MachineImage): Record<string, unknown> {
  return { ...image, machines: machinesDir, storage: storageDir, bridge };
}

/** The vSphere API as a daemon. */
export async function vsphereDaemon(image: MachineImage): Promise<Daemon> {
  const settings = vsphereSettings(image, await labSecret("vsphere.password"));
  return machinesDaemon("vsphere", "vsphere", vsphereConfig, settings, vspherePort);
}

/** OpenStack's hypervisor as a daemon. */
export function hypervisorDaemon(image: MachineImage): Promise<Daemon> {
  return machinesDaemon("hypervisor", "openstack", hypervisorConfig, hypervisorSettings(image), hypervisorPort);
}

/** What runs a cloud's machines; writes its configuration, which a running one reads again for each new machine. */
async function machinesDaemon(
  name: string,
  command: string,
  config: string,
  settings: Record<string, unknown>,
  port: number,
): Promise<Daemon> {
  await writeSettings(config, settings);
  return {
    name,
    command: [program, command, "--config", config],
    namespace: labNamespace,
    ready: async () => (await listener(port, { namespace: labNamespace })) !== undefined,
    patience: machinesPatience,
  };
}

async function writeSettings(file: string, settings: Record<string, unknown>): Promise<void> {
  for (const folder of [machinesDir, storageDir, dirname(file)]) await mkdir(folder, { recursive: true });
  await writeFile(`${file}.new`, JSON.stringify(settings, null, 2), { mode: 0o600 });
  await rename(`${file}.new`, file);
}

/** Command that destroys every VM through the vSphere API, all at once. */
export const disasterCommand: readonly [string, ...string[]] = [program, "disaster", "--config", vsphereConfig];

/** Command that cuts one VM's power, switches it on, or destroys it, through the vSphere API. */
export function vmCommand(action: "off" | "on" | "destroy", name: string): [string, ...string[]] {
  return [program, "vm", action, "--config", vsphereConfig, name];
}

/** Command that removes machines whose data centre died. @param config the configuration that it had */
export function cleanCommand(config: string): [string, ...string[]] {
  return [program, "clean", "--config", config];
}

/** The container registry as a daemon. */
export async function registryDaemon(): Promise<Daemon> {
  await mkdir(registryDir, { recursive: true });
  const address = `${registryAddress}:${registryPort}`;
  return {
    name: "registry",
    command: [join(binDir, "crane"), "registry", "serve", "--address", address, "--disk", registryDir],
    namespace: labNamespace,
    ready: async () => (await listener(registryPort, { namespace: labNamespace })) !== undefined,
  };
}

/** The way of the host's browser to the hub, as a daemon. */
export function forwardDaemon(): Daemon {
  const listen = `127.0.0.1:${browserPort}`;
  return {
    name: "forward",
    command: [program, "forward", "--listen", listen, "--namespace", labNamespace, "--to", `${hubAddress}:${hubPort}`],
    ready: async () => (await listener(browserPort)) !== undefined,
  };
}
