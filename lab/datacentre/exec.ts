import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { LabError } from "../errors";
import { machinesDir } from "./services";

/** Environment of commands in a machine. */
const environment = [
  "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  "HOME=/root",
  "KUBECONFIG=/etc/kubernetes/admin.conf",
];

/**
 * Runs a command inside a machine, as root, and gives its standard output. For tests and for looking: the stack itself
 * never logs in to a machine.
 *
 * @param machine the VM's name
 * @param options.timeout milliseconds after which the command is killed
 * @throws LabError where the machine does not run; ExecaError, with all output, where the command fails
 */
export async function execInMachine(
  machine: string,
  command: readonly [string, ...string[]],
  options: { input?: string; timeout?: number } = {},
): Promise<string> {
  const [program, ...args] = await machineCommand(machine, command);
  const { stdout } = await execa(program, args, {
    ...options,
    ...(options.input === undefined ? { stdin: "ignore" } : {}),
  });
  return stdout;
}

/** The host's command that runs a command inside a machine. */
export async function machineCommand(
  machine: string,
  command: readonly [string, ...string[]],
): Promise<[string, ...string[]]> {
  const pid = await machineInit(machine);
  const enter = ["--target", String(pid), "--mount", "--uts", "--ipc", "--net", "--pid", "--cgroup"];
  return ["nsenter", ...enter, "--", "env", "-i", ...environment, ...command];
}

/** The first process of a running machine, as the host numbers it. */
export async function machineInit(machine: string): Promise<number> {
  const plan = await readFile(join(machinesDir, machine, "boot.json"), "utf8").catch(() => undefined);
  const cgroups = plan === undefined ? [] : (JSON.parse(plan) as { Cgroups: string[] }).Cgroups;
  for (const folder of cgroups) {
    for (const pid of await members(folder)) {
      if (isMachineInit(await readFile(`/proc/${pid}/status`, "utf8").catch(() => ""))) return pid;
    }
  }
  throw new LabError(`Machine ${machine} does not run; \`npm run lab -- status\` names those that do.`);
}

/** Whether /proc/PID/status is that of process 1 of a machine, not of a container in it, which is a level deeper. */
export function isMachineInit(status: string): boolean {
  const ids = /^NSpid:\s*(.*)$/m.exec(status)?.[1]?.split(/\s+/) ?? [];
  return ids.length === 2 && ids[1] === "1";
}

/** Processes in a cgroup and below it. */
async function members(folder: string): Promise<number[]> {
  const own = await readFile(join(folder, "cgroup.procs"), "utf8").catch(() => "");
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const below = entries.filter((entry) => entry.isDirectory()).map((entry) => members(join(folder, entry.name)));
  return [...own.split("\n").filter(Boolean).map(Number), ...(await Promise.all(below)).flat()];
}
