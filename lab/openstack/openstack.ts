import { existsSync } from "node:fs";
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { digestOf } from "../../images/containers/store";
import { findDaemon, startDaemon, stopDaemon } from "../datacentre/daemon";
import { makeServerCertificate } from "../directory/certificate";
import { labDir } from "../paths";
import { labSecret } from "../secrets";
import type { ServiceSecrets } from "./config/common";
import { configFiles } from "./config/files";
import { octaviaCa } from "./config/loadBalancer";
import { certificatesKey, keyFiles, keystoneHash, passwordStatements } from "./database/passwords";
import { accounts } from "./facts";
import { passwordFile } from "./programs";
import { adminClient, seedCloud, type CloudFacts } from "./seed/seed";
import { awaitWorkers } from "./seed/workers";
import { serviceDaemon, serviceNames, services, type Place } from "./services";
import { startInOrder } from "./startup";
import type { Tree } from "./tree/launch";
import { makeOwnFolder } from "./tree/own";

/** Everything that the cloud has of its own: configuration, database, images. Only root enters it. */
export const openstackDir = join(labDir, "openstack");

/** What a start needs. */
export interface OpenstackStart {
  /** The services' tree. */
  root: string;
  /** The database to begin with. */
  database: string;
  /** Network namespace that the services run in. */
  namespace: string;
  /** Called before a cloud begins that knows of no machine; what speaks of an earlier one's is to be forgotten. */
  forget: () => Promise<void>;
  /** Told what is being waited for, one line each. */
  report: (line: string) => void;
}

/**
 * Starts what does not run of the cloud, and makes what the stack finds in it. A cloud whose database does not run begins
 * anew: its machines are gone.
 *
 * @throws LabError with the end of a service's log where it does not come up
 */
export async function startOpenstack(start: OpenstackStart): Promise<CloudFacts> {
  const tree = { root: start.root, own: openstackDir };
  if (!(await findDaemon("mariadb"))) {
    await stopOpenstack();
    await start.forget();
    await mkdir(join(openstackDir, "var/lib"), { recursive: true, mode: 0o700 });
    await cp(start.database, join(openstackDir, "var/lib/mysql"), { recursive: true });
  }
  const place: Place = { tree, namespace: start.namespace, settings: await writeSettings(tree) };
  const { ready, all } = startInOrder(services, (name) => startDaemon(serviceDaemon(name, place)), start.report);
  const [facts] = await Promise.all([seedCloud(start.namespace, ready), all]);
  await awaitWorkers(await adminClient(start.namespace), start.report);
  return facts;
}

/** Ends every service of the cloud, and forgets it. */
export async function stopOpenstack(): Promise<void> {
  // At once: nothing that they would still write is kept.
  await Promise.all(serviceNames.map((name) => stopDaemon(name, 0)));
  await rm(openstackDir, { recursive: true, force: true });
}

/** Writes what the services read. @returns a text that changes with it and says nothing of a password */
async function writeSettings(tree: Tree): Promise<string> {
  const secrets: ServiceSecrets = {
    services: await labSecret("openstack.services"),
    messages: await labSecret("openstack.messages"),
    certificates: certificatesKey(await labSecret("openstack.keys")),
  };
  const files = { ...configFiles(secrets, "fake.FakeDriver"), ...keyFiles(await labSecret("openstack.keys")) };
  await makeOwnFolder(tree, files);
  const hashes = {
    [accounts.admin.user]: keystoneHash(await labSecret("openstack.admin")),
    [accounts.services.user]: keystoneHash(secrets.services),
  };
  await ensureSigner(tree);
  await writeFile(join(tree.own, passwordFile), passwordStatements(hashes), { mode: 0o600 });
  return digestOf(files);
}

/** What octavia signs certificates of amphorae with. No amphora is there to show one, so it need not be a real authority. */
async function ensureSigner(tree: Tree): Promise<void> {
  if (existsSync(join(tree.own, octaviaCa.key))) return;
  const { certificate, key } = await makeServerCertificate("dsaas lab amphorae", ["amphorae"]);
  await writeFile(join(tree.own, octaviaCa.certificate), certificate);
  await writeFile(join(tree.own, octaviaCa.key), key, { mode: 0o600 });
}
