import { existsSync } from "node:fs";
import { readdir, readFile, rm } from "node:fs/promises";
import { execa } from "execa";
import { startDirectory, stopDirectory, directoryStatus } from "../directory/directory";
import { LabError } from "../errors";
import { labNamespace } from "../paths";
import { findDaemon, inNamespace, startDaemon, stopDaemon, stopProcess } from "./daemon";
import { dnsDaemon } from "./dns";
import { browserPort } from "./facts";
import { createNetwork, destroyNetwork, networkExists, networkProcesses } from "./network";
import { requireFreePort } from "./ports";
import { parseStat } from "./processes";
import * as services from "./services";

export type { MachineImage } from "./services";

/** The data centre as it stands. */
export interface DatacentreStatus {
  /** Whether the vSphere API runs, and with it all machines. */
  running: boolean;
  services: { name: string; running: boolean; pid?: number }[];
  /** Names of machines that have a disk. */
  machines: string[];
}

/** Daemons besides the directory, in the order in which they are stopped. */
const daemons = ["forward", "vsphere", "registry", "dns"];

/**
 * Starts what does not run of the data centre: network, name server, registry, directory, vSphere API and the way in for
 * the host's browser. What an interrupted start or a crash has left is completed or removed first.
 *
 * @param report told what is being started, one line each
 * @returns fresh: whether the vSphere API was started now, and so knows of no VM
 * @throws LabError in one sentence where something cannot be started
 */
export async function startDatacentre(options: {
  image: services.MachineImage;
  report?: (line: string) => void;
}): Promise<{ fresh: boolean }> {
  const report = options.report ?? (() => {});
  if (!(await findDaemon("forward")))
    await requireFreePort(browserPort, `the hub's address, https://localhost:${browserPort}`);
  report("network");
  await createNetwork();
  report("name server, registry, directory, vSphere API");
  const [fresh] = await Promise.all([
    services.vsphereDaemon(options.image).then(startDaemon),
    dnsDaemon().then(startDaemon),
    services.registryDaemon().then(startDaemon),
    startDirectory(),
    startDaemon(services.forwardDaemon()),
  ]);
  return { fresh };
}

/**
 * Stops the data centre: no process, mount, network namespace or cgroup is left, and no machine. Users' volumes stay
 * unless `removeData` is set.
 */
export async function stopDatacentre(options: { removeData?: boolean } = {}): Promise<void> {
  for (const name of daemons) await stopDaemon(name, services.machinesPatience);
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
  const all = await Promise.all(
    daemons.map(async (name) => {
      const found = await findDaemon(name);
      return { name, running: found !== undefined, ...(found ? { pid: found.pid } : {}) };
    }),
  );
  const { running, pid } = await directoryStatus();
  const directory = { name: "directory", running, ...(pid === undefined ? {} : { pid }) };
  const api = all.find(({ name }) => name === "vsphere");
  return { running: api?.running === true, services: [...all, directory], machines: await machineNames() };
}

async function machineNames(): Promise<string[]> {
  return (await readdir(services.machinesDir).catch((): string[] => [])).sort();
}
