import { execa } from "execa";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { inNamespace } from "../datacentre/daemon";
import { disasterCommand, storageDir } from "../datacentre/services";
import { datacentreStatus } from "../datacentre/datacentre";
import { people } from "../directory/people";
import { LabError } from "../errors";
import { writeKubeconfig } from "../kubectl";
import { labNamespace } from "../paths";
import { pulumi, stackArgs } from "../pulumi";
import { labSecret } from "../secrets";
import { Session } from "../session";
import { lost, writeWork, type Filed } from "./files";

const hub = "https://localhost:8443";

/** Users at once: two cores serve the drill, five nodes and twenty servers. */
const atOnce = 4;

/** Who takes part: everybody whom the directory lets in. */
export const participants = people
  .filter(({ groups, disabled }) => groups.includes("jupyter-users") && disabled !== true)
  .map(({ account }) => account);

/** What one disaster and its recovery gave. */
export interface Outcome {
  machines: number;
  homes: number;
  files: number;
  /** Files that are gone or changed. */
  lost: Filed[];
  /** From the loss of the last machine until `pulumi up` had finished, seconds. */
  recovery: number;
  /** What Pulumi said of re-attachment in its preview, and when it was done. */
  preview: string;
  done: string;
  /** Machines and Kubernetes objects that the preview says will be made. */
  planned: { machines: number; objects: number };
}

/** Runs something for each user, a few at once. */
async function each<T>(users: string[], run: (user: string) => Promise<T>): Promise<T[]> {
  const queue = [...users];
  const results: T[] = [];
  const worker = async () => {
    for (let user = queue.shift(); user !== undefined; user = queue.shift()) results.push(await run(user));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}

async function asUser<T>(account: string, run: (session: Session) => Promise<T>): Promise<T> {
  const session = await Session.open(hub, account, await labSecret(`people.${account}`));
  try {
    await session.startServer("basic");
    return await run(session);
  } finally {
    await session.close();
  }
}

/** Everybody logs in, starts a server and writes files. */
export async function work(users: string[]): Promise<Filed[]> {
  return (await each(users, (user) => asUser(user, writeWork))).flat();
}

/** Everybody logs in, starts a server and reads the files again; gives those that are not what they were. */
export async function check(users: string[], filed: Filed[]): Promise<Filed[]> {
  return (await each(users, (user) => asUser(user, (session) => lost(session, filed)))).flat();
}

/** Every machine of the cluster is destroyed at once, through the vSphere API. @returns how many */
export async function destroyMachines(): Promise<number> {
  const [program, ...args] = inNamespace(labNamespace, disasterCommand);
  const { stdout } = await execa(program, args);
  for (const deadline = Date.now() + 60_000; (await datacentreStatus()).machines.length > 0;) {
    if (Date.now() > deadline) throw new LabError("Machines still run a minute after they were destroyed");
    await new Promise((done) => setTimeout(done, 200));
  }
  return Number(stdout);
}

/** Removes what the hub knows: its database and the backups of it, as if their volumes had been lost too. */
export async function loseDatabase(): Promise<void> {
  for (const claim of ["hub-db", "hub-backup"])
    await rm(join(storageDir, "dsaas", claim), { recursive: true, force: true });
}

/** Destroys every machine, brings all back with one `pulumi up`, and looks at everybody's files. */
export async function disaster(users: string[], filed: Filed[], also: () => Promise<void>): Promise<Outcome> {
  const machines = await destroyMachines();
  await also();
  const preview = await said(["preview", ...stackArgs, "--refresh"]);
  const start = Date.now();
  const done = await said(["up", ...stackArgs, "--yes", "--skip-preview", "--refresh"]);
  const recovery = Math.round((Date.now() - start) / 100) / 10;
  await writeKubeconfig();
  return {
    machines,
    homes: users.length,
    files: filed.length,
    lost: await check(users, filed),
    recovery,
    preview: reattachmentLine(preview),
    done: reattachmentLine(done),
    planned: {
      machines: creations(preview, /vsphere:\S*:VirtualMachine (\S+) create/g),
      objects: creations(preview, /kubernetes:\S+ (\S+) create/g),
    },
  };
}

/** How many different resources a preview says it will make. */
function creations(preview: string, pattern: RegExp): number {
  return new Set([...preview.matchAll(pattern)].map(([line]) => line)).size;
}

/** Runs Pulumi and gives what it said. @throws LabError where it fails */
async function said(args: string[]): Promise<string> {
  const { exitCode, stdout } = await pulumi([...args, "--non-interactive", "--color", "never"], {
    stdio: ["ignore", "pipe", "inherit"],
    reject: false,
  });
  if (exitCode !== 0) throw new LabError(`pulumi ${args[0]} failed:\n${stdout}`);
  return stdout;
}

function reattachmentLine(text: string): string {
  return (
    text
      .split("\n")
      // It stands twice: beside the resource while it happens, and among the messages at the end.
      .find((line) => line.trim().startsWith("Re-attachment:"))
      ?.trim() ?? "nothing was said of a re-attachment"
  );
}
