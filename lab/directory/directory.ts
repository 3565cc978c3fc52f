import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../../images/containers/run";
import { digestOf } from "../../images/containers/store";
import { findDaemon, startDaemon, stopDaemon, type Daemon } from "../datacentre/daemon";
import { directoryAddress, zone } from "../datacentre/facts";
import { labDir, labNamespace } from "../paths";
import { labSecret } from "../secrets";
import { makeServerCertificate } from "./certificate";
import { entries, hashPassword, ldif } from "./ldif";
import { people, service } from "./people";
import { openLdap, slapdConfig, type OpenLdap } from "./slapd";

/** Name under which the hub finds the directory; its certificate is for it. */
export const directoryHost = `ldap.${zone}`;

const folder = join(labDir, "directory");
const database = join(folder, "database");
const config = join(folder, "slapd.conf");
const loaded = join(folder, "loaded");
const certificate = join(folder, "ldap.crt");
const key = join(folder, "ldap.key");
/** In a folder that only root may enter: whoever connects as root is known to the directory without a password. */
const socketUrl = `ldapi://${encodeURIComponent(join(folder, "slapd.sock"))}`;

/** PEM file of the CA that signed the directory's certificate. */
export const directoryCa = join(folder, "ca.crt");

/** Whether the directory runs, and where. */
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
 * Starts the directory in the lab's network and fills it. Does nothing where it runs and holds what it should; what it
 * holds is made anew when the people or their passwords have changed.
 *
 * @throws LabError with the end of its log where it does not come up
 */
export async function startDirectory(): Promise<DirectoryStatus> {
  const wanted = await fingerprint();
  if ((await readText(loaded)) !== wanted) {
    await stopDirectory();
    await rm(loaded, { force: true });
    await rm(database, { recursive: true, force: true });
  }
  await mkdir(database, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  const tools = await openLdap();
  if (!(await findDaemon("directory"))) await configure(tools);
  await startDaemon(slapdDaemon(tools));
  if ((await readText(loaded)) !== wanted) {
    await load(tools);
    await writeFile(loaded, wanted, { mode: 0o600 });
  }
  return directoryStatus();
}

/** Stops the directory if it runs; what it holds stays. */
export async function stopDirectory(): Promise<void> {
  await stopDaemon("directory");
}

/** Whether the directory runs. */
export async function directoryStatus(): Promise<DirectoryStatus> {
  const found = await findDaemon("directory");
  return { running: found !== undefined, ...(found ? { pid: found.pid } : {}), url: `ldaps://${directoryHost}` };
}

/** Changes whenever the directory's content or a password does; says nothing about a password. */
async function fingerprint(): Promise<string> {
  const passwords: string[] = [];
  for (const { account } of [service, ...people]) passwords.push(await password(account));
  return digestOf([entries((account) => account), passwords]);
}

/** Writes what slapd reads: certificates, once for each lab, and its configuration. */
async function configure(tools: OpenLdap): Promise<void> {
  const present = await Promise.all([directoryCa, certificate, key].map(readText));
  if (present.includes(undefined)) {
    const made = await makeServerCertificate("dsaas lab directory", [directoryHost, directoryAddress]);
    await writeFile(key, made.key, { mode: 0o600 });
    await writeFile(certificate, made.certificate);
    await writeFile(directoryCa, made.ca);
  }
  const files = {
    openLdap: tools.root,
    schema: join(import.meta.dirname, "active-directory.schema"),
    database,
    ca: directoryCa,
    certificate,
    key,
  };
  await writeFile(config, slapdConfig(files, hashPassword(await labSecret("directory.root"))), { mode: 0o600 });
}

function slapdDaemon(tools: OpenLdap): Daemon {
  const urls = `ldaps://${directoryAddress}:636 ${socketUrl}`;
  // Root in name only: no capability but that of the low port.
  const confined = ["--bounding-set=-all,+net_bind_service", "--inh-caps=-all", "--no-new-privs"];
  const [question = "", ...asked] = tools.command("ldapsearch", [...asRoot, "-LLL", "-s", "base", "-b", "", "1.1"]);
  return {
    name: "directory",
    command: ["setpriv", ...confined, ...tools.command("slapd", ["-d", "0", "-f", config, "-h", urls])],
    namespace: labNamespace,
    ready: () =>
      run(question, asked).then(
        () => true,
        () => false,
      ),
  };
}

/** Clients' way in over the socket, as the server's own user. */
const asRoot = ["-Q", "-Y", "EXTERNAL", "-H", socketUrl];

/** Adds every entry through the server; `slapadd` would leave out memberOf. */
async function load(tools: OpenLdap): Promise<void> {
  const hashes = new Map<string, string>();
  for (const { account } of [service, ...people]) hashes.set(account, hashPassword(await password(account)));
  const [program = "", ...args] = tools.command("ldapadd", asRoot);
  await run(program, args, { input: ldif(entries((account) => hashes.get(account) ?? "")) });
}

async function readText(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch(() => undefined);
}
