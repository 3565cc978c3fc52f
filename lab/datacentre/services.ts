import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { binDir, labDir, labNamespace } from "../paths";
import { labSecret } from "../secrets";
import type { Daemon } from "./daemon";
import {
  bridge,
  browserPort,
  hubAddress,
  hubPort,
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

/** How long the vSphere API may take to cut every machine's power, milliseconds. */
export const machinesPatience = 60_000;

/** Content of `vsphereConfig`. */
export function vsphereSettings(image: MachineImage, password: string): Record<string, unknown> {
  return {
    listen: `127.0.0.1:${vspherePort}`,
    password,
    ...inventory,
    ...image,
    machines: machinesDir,
    storage: storageDir,
    bridge,
  };
}

/** The vSphere API as a daemon; writes its configuration, which a running one reads again for each new machine. */
export async function vsphereDaemon(image: MachineImage): Promise<Daemon> {
  for (const folder of [machinesDir, storageDir, join(labDir, "run")]) await mkdir(folder, { recursive: true });
  const settings = vsphereSettings(image, await labSecret("vsphere.password"));
  await writeFile(`${vsphereConfig}.new`, JSON.stringify(settings, null, 2), { mode: 0o600 });
  await rename(`${vsphereConfig}.new`, vsphereConfig);
  return {
    name: "vsphere",
    command: [program, "vsphere", "--config", vsphereConfig],
    namespace: labNamespace,
    ready: async () => (await listener(vspherePort, { namespace: labNamespace })) !== undefined,
    patience: machinesPatience,
  };
}

/** Command that destroys every VM through the vSphere API, all at once. */
export const disasterCommand: readonly [string, ...string[]] = [program, "disaster", "--config", vsphereConfig];

/** Command that cuts one VM's power, switches it on, or destroys it, through the vSphere API. */
export function vmCommand(action: "off" | "on" | "destroy", name: string): [string, ...string[]] {
  return [program, "vm", action, "--config", vsphereConfig, name];
}

/** Command that removes machines whose data centre died. */
export const cleanCommand: readonly [string, ...string[]] = [program, "clean", "--config", vsphereConfig];

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
