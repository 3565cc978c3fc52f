import { existsSync } from "node:fs";
import { readdir, readFile, rm } from "node:fs/promises";
import { execa } from "execa";
import { chosenCloud, rememberedCloud, type CloudName } from "../cloud";
import { startDirectory, stopDirectory, directoryStatus } from "../directory/directory";
import { LabError } from "../errors";
import { startOpenstack, stopOpenstack, type OpenstackStart } from "../openstack/openstack";
import { serviceNames } from "../openstack/services";
import { labNamespace } from "../paths";
import type { CloudFacts } from "../stackfile";
import { findDaemon, inNamespace, startDaemon, stopDaemon, stopProcess } from "./daemon";
import { dnsDaemon } from "./dns";
import { browserPort } from "./facts";
import { createNetwork, destroyNetwork, networkExists, networkProcesses } from "./network";
import { requireFreePort } from "./ports";
import { parseStat } from "./processes";
import * as services from "./services";

/** The cloud to start, with what its services are started from. */
export type CloudParts = { name: "vsphere" } | ({ name: "openstack" } & Pick<OpenstackStart, "root" | "database">);

export type { MachineImage } from "./services";

/** The data centre as it stands. */
export interface DatacentreStatus {
  cloud: CloudName;
  /** Whether the cloud's API runs, and with it all machines. */
  running: boolean;
  services: { name: string; running: boolean; pid?: number }[];
  /** Names of machines that have a disk. */
  machines: string[];
}

/** Daemons besides the directory, in the order in which they are stopped; between the first two the cloud's. */
const daemons = ["forward", "registry", "dns"];

/** Daemons of each cloud, all of which its API needs. */
const cloudDaemons: Readonly<Record<CloudName, readonly string[]>> = {
  vsphere: ["vsphere"],
  openstack: serviceNames,
};

/**
 * Starts what does not run of the data centre: network, name server, registry, directory, cloud and the way in for the
 * host's browser. What an interrupted start or a crash has left is completed or removed first.
 *
 * @param report told what is being started, one line each
 * @param forget called where the cloud begins anew and knows of no machine
 * @returns fresh: whether it does
 * @throws LabError in one sentence where something cannot be started
 */
export async function startDatacentre(options: {
  image: services.MachineImage;
  cloud: CloudParts;
  forget: () => Promise<void>;
  report?: (line: string) => void;
}): Promise<{ fresh: boolean; facts: CloudFacts }> {
  const report = options.report ?? (() => {});
  if (!(await findDaemon("forward")))
    await requireFreePort(browserPort, `the hub's address, https://localhost:${browserPort}`);
  report("network");
  await createNetwork();
  report("name server, registry, directory, cloud");
  const [started] = await Promise.all([
    startCloud(options.cloud, options.image, options.forget, report),
    dnsDaemon().then(startDaemon),
    services.registryDaemon().then(startDaemon),
    startDirectory(),
    startDaemon(services.forwardDaemon()),
  ]);
  return started;
}

async function startCloud(
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
      let fresh = false;
      const begin = async (): Promise<void> => {
        fresh = true;
        await forget();
      };
      const { root, database } = cloud;
      const facts = await startOpenstack({ root, database, namespace: labNamespace, forget: begin, report });
      return { fresh, facts: { name: "openstack", ...facts } };
    }
    default:
      return cloud satisfies never;
  }
}

/**
 * Stops the data centre: no process, mount, network namespace or cgroup is left, and no machine. Users' volumes stay
 * unless `removeData` is set.
 */
export async function stopDatacentre(options: { removeData?: boolean } = {}): Promise<void> {
  await stopDaemon("vsphere", services.machinesPatience);
  await stopOpenstack();
  for (const name of daemons) await stopDaemon(name);
  await stopDirectory();
  await removeLeftMachines();
  await endProcessesInside();
  await destroyNetwork();
  await rm(services.machinesDir, { recursive: true, force: true });
  await rm(services.vsphereConfig, { force: true });
  if (options.removeData === true) {
    await rm(services.storageDir, { recursive: true, force: true });
    await rm(services.registryDir, { recursive: true, force: true });
  }
}

/** Machines that a vSphere API which was killed could not remove itself. */
async function removeLeftMachines(): Promise<void> {
  if (!existsSync(services.vsphereConfig) || (await machineNames()).length === 0) return;
  // Machines' ports are on the bridge, so this works in its namespace, if it is there.
  const [program, ...args] = inNamespace(networkExists() ? labNamespace : undefined, services.cleanCommand);
  await execa(program, args).catch((error: Error) => {
    throw new LabError(`Machines of an earlier data centre cannot be removed: ${error.message}`);
  });
}

/** Whatever else somebody runs in the data centre's network; it could not go on without it. */
async function endProcessesInside(): Promise<void> {
  for (const pid of await networkProcesses()) {
    const found = parseStat(await readFile(`/proc/${pid}/stat`, "utf8").catch(() => ""));
    if (found && pid !== process.pid && pid !== process.ppid) await stopProcess(found, 5000);
  }
}

/** What runs of the data centre. */
export async function datacentreStatus(): Promise<DatacentreStatus> {
  const cloud = chosenCloud(await rememberedCloud(), undefined);
  const own = cloudDaemons[cloud];
  const all = await Promise.all(
    [...own, ...daemons].map(async (name) => {
      const found = await findDaemon(name);
      return { name, running: found !== undefined, ...(found ? { pid: found.pid } : {}) };
    }),
  );
  const { running, pid } = await directoryStatus();
  const directory = { name: "directory", running, ...(pid === undefined ? {} : { pid }) };
  const cloudRuns = all.filter(({ name }) => own.includes(name)).every((one) => one.running);
  return { cloud, running: cloudRuns, services: [...all, directory], machines: await machineNames() };
}

async function machineNames(): Promise<string[]> {
  return (await readdir(services.machinesDir).catch((): string[] => [])).sort();
}
