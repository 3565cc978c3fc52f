import { readFile, rm } from "node:fs/promises";
import { chosenCloud, rememberedCloud, type CloudName } from "../cloud";
import { startDirectory, stopDirectory, directoryStatus } from "../directory/directory";
import type { CloudFacts } from "../stackfile";
import { cloudDaemons, machineNames, startCloud, stopCloud, type CloudParts } from "./clouds";
import { findDaemon, startDaemon, stopDaemon, stopProcess } from "./daemon";
import { dnsDaemon } from "./dns";
import { browserPort } from "./facts";
import { createNetwork, destroyNetwork, networkProcesses } from "./network";
import { requireFreePort } from "./ports";
import { parseStat } from "./processes";
import * as services from "./services";

export type { CloudParts } from "./clouds";
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

/** Daemons besides the directory and the cloud's, in the order in which they are stopped. */
const daemons = ["forward", "registry", "dns"];

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

/**
 * Stops the data centre: no process, mount, network namespace or cgroup is left, and no machine. Users' volumes stay
 * unless `removeData` is set.
 */
export async function stopDatacentre(options: { removeData?: boolean } = {}): Promise<void> {
  await stopCloud();
  for (const name of daemons) await stopDaemon(name);
  await stopDirectory();
  await endProcessesInside();
  await destroyNetwork();
  if (options.removeData === true) {
    await rm(services.storageDir, { recursive: true, force: true });
    await rm(services.registryDir, { recursive: true, force: true });
  }
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
