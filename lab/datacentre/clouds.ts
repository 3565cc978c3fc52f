import { existsSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { execa } from "execa";
import type { CloudName } from "../cloud";
import { LabError } from "../errors";
import { machineDriver } from "../openstack/config/compute";
import { openstackRuns, startOpenstack, stopOpenstack, type OpenstackStart } from "../openstack/openstack";
import { serviceNames } from "../openstack/services";
import { labNamespace } from "../paths";
import type { CloudFacts } from "../stackfile";
import { inNamespace, startDaemon, stopDaemon } from "./daemon";
import { networkExists } from "./network";
import * as services from "./services";

/** The cloud to start, with what its services are started from. */
export type CloudParts = { name: "vsphere" } | ({ name: "openstack" } & Pick<OpenstackStart, "root" | "database">);

/** Daemons of each cloud, all of which its API needs. */
export const cloudDaemons: Readonly<Record<CloudName, readonly string[]>> = {
  vsphere: ["vsphere"],
  openstack: ["hypervisor", ...serviceNames],
};

/**
 * Starts a cloud, or what does not run of it.
 *
 * @param forget called where it begins anew and knows of no machine
 * @returns fresh: whether it does; and what a stack file must say of it
 */
export async function startCloud(
  cloud: CloudParts,
  image: services.MachineImage,
  forget: () => Promise<void>,
  report: (line: string) => void,
): Promise<{ fresh: boolean; facts: CloudFacts }> {
  switch (cloud.name) {
    case "vsphere": {
      const fresh = await services.vsphereDaemon(image).then(startDaemon);
      if (fresh) await forget();
      return { fresh, facts: { name: "vsphere" } };
    }
    case "openstack": {
      const fresh = !(await openstackRuns());
      if (fresh) {
        await stopCloud();
        await forget();
      }
      await services.hypervisorDaemon(image).then(startDaemon);
      const facts = await startOpenstack({ ...cloud, namespace: labNamespace, driver: machineDriver, report });
      return { fresh, facts: { name: "openstack", ...facts } };
    }
    default:
      return cloud satisfies never;
  }
}

/** Stops whichever cloud there is; its machines are gone with it. */
export async function stopCloud(): Promise<void> {
  await stopOpenstack();
  for (const name of ["vsphere", "hypervisor"]) await stopDaemon(name, services.machinesPatience);
  for (const config of [services.vsphereConfig, services.hypervisorConfig]) {
    await removeLeftMachines(config);
    await rm(config, { force: true });
  }
  await rm(services.machinesDir, { recursive: true, force: true });
}

/** Machines that a vSphere API or hypervisor which was killed could not remove itself. */
async function removeLeftMachines(config: string): Promise<void> {
  if (!existsSync(config) || (await machineNames()).length === 0) return;
  // Machines' ports are on the bridge, so this works in its namespace, if it is there.
  const [program, ...args] = inNamespace(networkExists() ? labNamespace : undefined, services.cleanCommand(config));
  await execa(program, args).catch((error: Error) => {
    throw new LabError(`Machines of an earlier data centre cannot be removed: ${error.message}`);
  });
}

/** Machines that have a disk. */
export async function machineNames(): Promise<string[]> {
  return (await readdir(services.machinesDir).catch((): string[] => [])).sort();
}
