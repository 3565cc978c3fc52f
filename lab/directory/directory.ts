import { spawn } from "node:child_process";
import { open, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { run } from "../../images/containers/run";
import { digestOf } from "../../images/containers/store";
import { LabError } from "../errors";
import { labDir, labNamespace } from "../paths";
import { labSecret } from "../secrets";
import { makeServerCertificate } from "./certificate";
import { entries, hashPassword, ldif } from "./ldif";
import { people, service } from "./people";
import { openLdap, slapdConfig, type OpenLdap, type SlapdFiles } from "./slapd";

/** Where the hub finds the directory. */
export const directoryHost = "ldap.lab.dsaas.test";
export const directoryAddress = "198.18.0.2";

const folder = join(labDir, "directory");
const socket = join(labDir, "run", "directory.sock");
const log = join(labDir, "run", "directory.log");
const pidFile = join(labDir, "run", "directory.pid");
const config = join(folder, "slapd.conf");
const loaded = join(folder, "loaded");

/** PEM file of the CA that signed the directory's certificate. */
export const directoryCa = join(folder, "ca.crt");

/** Whether the directory answers, and what it is. */
export interface DirectoryStatus {
  running: boolean;
  pid?: number;
  url: string;
}

/** The password of a person, or of the hub's own account; made at the lab's first start. */
export async function password(account: string): Promise<string> {
  return labSecret(account === service.account ? "directory.bind" : `people.${account}`);
}

/**
 * Starts the directory in the lab's network and fills it. Does nothing when it runs already and holds what it should.
 *
 * @throws LabError with the end of its log when it does not come up
 */
export async function startDirectory(): Promise<DirectoryStatus> {
  const wanted = await fingerprint();
  const status = await directoryStatus();
  if (status.running && (await readText(loaded)) === wanted) return status;
  await stopDirectory();
  await mkdir(join(labDir, "run"), { recursive: true });
  await mkdir(folder, { recursive: true });
  const tools = await openLdap();
  await certificates();
  if ((await readText(loaded)) !== wanted) {
    await rm(loaded, { force: true });
    await rm(join(folder, "database"), { recursive: true, force: true });
  }
  await mkdir(join(folder, "database"), { recursive: true, mode: 0o700 });
  const rootPassword = hashPassword(await labSecret("directory.root"));
  await writeFile(config, slapdConfig(files(tools.root), rootPassword), { mode: 0o600 });
  const pid = await launch(tools);
  await answers(tools, pid);
  if ((await readText(loaded)) !== wanted) await load(tools, wanted);
  return directoryStatus();
}

/** Stops the directory if it runs; what it holds stays. */
export async function stopDirectory(): Promise<void> {
  const pid = await runningPid();
  if (pid !== undefined) {
    process.kill(pid, "SIGTERM");
    for (let tries = 0; (await runningPid()) !== undefined; tries++) {
      if (tries === 50) process.kill(pid, "SIGKILL");
      await pause(100);
    }
  }
  await rm(pidFile, { force: true });
  await rm(socket, { force: true });
}

/** Whether the directory runs. */
export async function directoryStatus(): Promise<DirectoryStatus> {
  const pid = await runningPid();
  return { running: pid !== undefined, ...(pid === undefined ? {} : { pid }), url: `ldaps://${directoryHost}` };
}

function files(root: string): SlapdFiles {
  return {
    openLdap: root,
    schema: join(import.meta.dirname, "active-directory.schema"),
    database: join(folder, "database"),
    pid: pidFile,
    ca: directoryCa,
    certificate: join(folder, "ldap.crt"),
    key: join(folder, "ldap.key"),
  };
}

/** Changes whenever the directory's content or a password does; says nothing about a password. */
async function fingerprint(): Promise<string> {
  const passwords = await Promise.all([service, ...people].map(({ account }) => password(account)));
  return digestOf([entries((account) => account), passwords]);
}

async function certificates(): Promise<void> {
  const names = { ca: directoryCa, certificate: join(folder, "ldap.crt"), key: join(folder, "ldap.key") };
  const present = await Promise.all(Object.values(names).map(readText));
  if (present.every((text) => text !== undefined)) return;
  const made = await makeServerCertificate("dsaas lab directory", [directoryHost, directoryAddress]);
  await writeFile(names.key, made.key, { mode: 0o600 });
  await writeFile(names.certificate, made.certificate);
  await writeFile(names.ca, made.ca);
}

/** Starts slapd detached from this process, root in name only: without any capability but the port's. */
async function launch(tools: OpenLdap): Promise<number> {
  // Only root may connect to the socket: whoever does is known to the directory without a password.
  const urls = `ldaps://${directoryAddress}:636 ${socketUrl}/????x-mod=0600`;
  const confined = ["setpriv", "--bounding-set=-all,+net_bind_service", "--inh-caps=-all", "--no-new-privs"];
  const command = tools.command("slapd", ["-d", "0", "-f", config, "-h", urls]);
  const output = await open(log, "a");
  const child = spawn("ip", ["netns", "exec", labNamespace, ...confined, ...command], {
    detached: true,
    stdio: ["ignore", output.fd, output.fd],
  });
  await output.close();
  child.unref();
  if (child.pid === undefined) throw new LabError("The directory did not start: no program ip; install iproute2.");
  await writeFile(pidFile, `${child.pid}\n`);
  return child.pid;
}

const socketUrl = `ldapi://${encodeURIComponent(socket)}`;

async function answers(tools: OpenLdap, pid: number): Promise<void> {
  const [program = "", ...args] = tools.command("ldapsearch", [
    ...asRoot(["-LLL", "-s", "base", "-b", ""]),
    "supportedLDAPVersion",
  ]);
  const deadline = Date.now() + 20_000;
  for (;;) {
    const there = await run(program, args, environment).then(
      () => true,
      () => false,
    );
    if (there) return;
    if ((await runningPid()) !== pid || Date.now() > deadline) {
      const said = ((await readText(log)) ?? "").trim().split("\n").slice(-5).join("\n");
      throw new LabError(
        `The directory did not come up on ${directoryAddress} in ${labNamespace}; start the lab's network first.\n${said}`,
      );
    }
    await pause(50);
  }
}

/** Adds every entry over the socket, as the server's own user; `slapadd` would leave out memberOf. */
async function load(tools: OpenLdap, wanted: string): Promise<void> {
  const known = new Map<string, string>();
  for (const { account } of [service, ...people]) known.set(account, hashPassword(await password(account)));
  const text = ldif(entries((account) => known.get(account) ?? ""));
  const [program = "", ...args] = tools.command("ldapadd", asRoot([]));
  await run(program, args, { ...environment, input: text });
  await writeFile(loaded, wanted, { mode: 0o600 });
}

const environment = { env: { LDAPNOINIT: "1" } };

function asRoot(args: string[]): string[] {
  return [...args, "-Q", "-Y", "EXTERNAL", "-H", socketUrl];
}

/** The server's process, if the number in the file is still that of our server. */
async function runningPid(): Promise<number | undefined> {
  const pid = Number((await readText(pidFile))?.trim());
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  const command = await readText(`/proc/${pid}/cmdline`);
  return command?.split("\0").includes(config) ? pid : undefined;
}

async function readText(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch(() => undefined);
}
