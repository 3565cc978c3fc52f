import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { execInMachine } from "../datacentre/exec";
import { machinesDir } from "../datacentre/services";
import { switchVm } from "../datacentre/vm";
import { startDirectory, stopDirectory } from "../directory/directory";
import { LabError } from "../errors";
import { kubectl } from "../kubectl";
import { pulumi, stackArgs } from "../pulumi";
import { leaseHolder, machineOf, machines, offices, untilWell, type Machines } from "./cluster";
import { user } from "./notebook";
import type { Service } from "./probes";

/** One thing that breaks, and what puts it right again. */
export interface Fault {
  /** What happens, for the table. */
  what: string;
  break: () => Promise<void>;
  /** Done when every service that comes back by itself has done so; nothing where the cluster mends itself. */
  mend: () => Promise<void>;
  /** Services that only come back when it is mended. */
  lost?: readonly Service[];
}

export const usersPod = `component=singleuser-server,hub.jupyter.org/username=${user}`;
const nothing = async () => undefined;

/** A control plane's power is cut; it is switched on again later. */
export async function powerCut(controlPlane: string, all: Machines): Promise<Fault> {
  return {
    what: `${await title(controlPlane, all)} loses power`,
    break: () => switchVm("off", controlPlane),
    mend: () => switchVm("on", controlPlane),
  };
}

/** The worker that does not run the user's server loses power, with the hub and the proxy on it. */
export async function otherWorker(all: Machines): Promise<Fault> {
  const own = await machineOf(usersPod);
  const [other] = all.workers.filter((name) => name !== own);
  if (other === undefined) throw new LabError("There is one worker only; this fault needs another");
  await moveHubAwayFrom(own);
  return {
    what: "worker with the hub and the proxy loses power",
    break: () => switchVm("off", other),
    mend: () => switchVm("on", other),
  };
}

/** Puts what serves everybody on another machine than the user's. */
export async function moveHubAwayFrom(machine: string): Promise<void> {
  await kubectl("cordon", machine);
  try {
    for (const part of ["hub", "proxy"]) {
      const selector = `app.kubernetes.io/component=${part}`;
      if ((await machineOf(selector)) === machine)
        await kubectl("delete", "pod", "--namespace", "dsaas", "--selector", selector);
    }
    await untilWell(await machines());
  } finally {
    await kubectl("uncordon", machine);
  }
}

/** A pod is gone at once, without a word to what runs in it. */
export function podKilled(part: "hub" | "proxy"): Fault {
  const selector = `app.kubernetes.io/component=${part}`;
  const how = ["--grace-period=0", "--force", "--wait=false"];
  return {
    what: `the ${part}'s pod is killed`,
    break: async () => void (await kubectl("delete", "pod", "--namespace", "dsaas", "--selector", selector, ...how)),
    mend: nothing,
  };
}

/** kube-vip dies where the virtual addresses are; its machine lives on. */
export async function addressHolderKilled(): Promise<Fault> {
  const holder = await leaseHolder("plndr-cp-lock");
  return {
    what: "kube-vip is killed where it holds the virtual IP",
    break: async () => void (await execInMachine(holder, ["pkill", "--signal", "KILL", "--full", "kube-vip manager"])),
    mend: nothing,
  };
}

/** A control plane loses etcd's data, and nothing else: power cut, empty volume, power. */
export async function etcdDiskLost(controlPlane: string, all: Machines): Promise<Fault> {
  const folder = join(machinesDir, controlPlane, "etcd");
  return {
    what: `${await title(controlPlane, all)} loses its etcd data`,
    break: async () => {
      await switchVm("off", controlPlane);
      await settled(controlPlane);
      for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true });
      await switchVm("on", controlPlane);
    },
    mend: nothing,
  };
}

/** A control plane's VM is destroyed for good; one command makes it again. */
export async function controlPlaneDestroyed(controlPlane: string, all: Machines): Promise<Fault> {
  return {
    what: `${await title(controlPlane, all)} is destroyed; pulumi up --refresh makes it again`,
    break: async () => {
      await switchVm("destroy", controlPlane);
      await pulumiUpRefresh();
    },
    mend: nothing,
  };
}

/** The one command that makes lost machines again. @throws LabError with its output where it fails */
export async function pulumiUpRefresh(): Promise<void> {
  const args = ["up", ...stackArgs, "--refresh", "--yes", "--skip-preview", "--non-interactive", "--color", "never"];
  const { exitCode, stdout } = await pulumi(args, { stdio: ["ignore", "pipe", "inherit"], reject: false });
  if (exitCode !== 0) throw new LabError(`pulumi up --refresh failed:\n${stdout}`);
}

/** The directory stops, and starts again. */
export function directoryStopped(): Fault {
  return {
    what: "the directory server is stopped",
    break: stopDirectory,
    mend: async () => void (await startDirectory()),
    lost: ["log-in"],
  };
}

/** `control plane 2 (etcd leader)`: the number at the end of its name, and what it is at this moment. */
async function title(controlPlane: string, all: Machines): Promise<string> {
  const held = (await offices(all.controlPlanes))[controlPlane] ?? [];
  const number = controlPlane.slice(controlPlane.lastIndexOf("-") + 1);
  return `control plane ${number}${held.length > 0 ? ` (${held.join(", ")})` : ""}`;
}

/** The data centre follows the API within a moment: waits until the machine's processes are gone. */
async function settled(machine: string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const runs = await execInMachine(machine, ["true"]).then(
      () => true,
      () => false,
    );
    if (!runs) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new LabError(`${machine} still runs ten seconds after its power was cut`);
}
