import { cp, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { findDaemon, startDaemon, stopDaemon } from "../datacentre/daemon";
import { labDir } from "../paths";
import { isLive, paced, reportEvery } from "../toolchain/progress";
import type { ComputeDriver } from "./config/compute";
import { adminClient, seedCloud, type SeedFacts } from "./seed/seed";
import { awaitWorkers } from "./seed/workers";
import { serviceDaemon, serviceNames, services, type Place } from "./services";
import { writeSettings } from "./settings";
import { startInOrder } from "./startup";

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
  /** What is behind nova's instances. */
  driver: ComputeDriver;
  /** Told what is being waited for, one line each. */
  report: (line: string) => void;
}

/**
 * Starts what does not run of the cloud, and makes what the stack finds in it. A cloud whose database does not run begins
 * anew: its machines are gone.
 *
 * @throws LabError with the end of a service's log where it does not come up
 */
export async function startOpenstack(start: OpenstackStart): Promise<SeedFacts> {
  const tree = { root: start.root, own: openstackDir };
  if (!(await openstackRuns())) {
    await stopOpenstack();
    await mkdir(join(openstackDir, "var/lib"), { recursive: true, mode: 0o700 });
    await cp(start.database, join(openstackDir, "var/lib/mysql"), { recursive: true });
  }
  const place: Place = { tree, namespace: start.namespace, settings: await writeSettings(tree, start.driver) };
  const { report, stop } = paced(start.report, reportEvery(isLive()));
  try {
    const { ready, all } = startInOrder(services, (name) => startDaemon(serviceDaemon(name, place)), report);
    const [facts] = await Promise.all([seedCloud(start.namespace, ready), all]);
    await awaitWorkers(await adminClient(start.namespace), report);
    return facts;
  } finally {
    stop();
  }
}

/** Whether there is a cloud that knows its machines: one whose database runs. Otherwise the next start begins anew. */
export async function openstackRuns(): Promise<boolean> {
  return (await findDaemon("mariadb")) !== undefined;
}

/** Ends every service of the cloud, and forgets it. */
export async function stopOpenstack(): Promise<void> {
  // At once: nothing that they would still write is kept.
  await Promise.all(serviceNames.map((name) => stopDaemon(name, 0)));
  await rm(openstackDir, { recursive: true, force: true });
}
