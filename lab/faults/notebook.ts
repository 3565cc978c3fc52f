import { randomUUID } from "node:crypto";
import { clusterAccess } from "../access";
import { hubAddress, hubPort } from "../datacentre/facts";
import { LabError } from "../errors";
import { stackOutputs } from "../pulumi";
import { labSecret } from "../secrets";
import { Session } from "../session";
import type { OpenKernel, Targets } from "./probes";

const hub = "https://localhost:8443";

/** Whose notebook is open. */
export const user = "ben";
/** Who logs in again and again. */
const visitor = "carla";

/** The user's file whose content must be the same on whatever machine the server runs. */
export const file = "faults/proof.txt";

/** Somebody at work: logged in, with a server, a file, and a notebook whose kernel holds a value in its memory. */
export interface AtWork {
  session: Session;
  content: string;
  kernel: OpenKernel;
}

/** A session of the user's with a running server. */
export async function logInAtWork(): Promise<Session> {
  return Session.open(hub, user, await labSecret(`people.${user}`));
}

export async function goToWork(): Promise<AtWork> {
  const session = await logInAtWork();
  await session.startServer("basic");
  const content = randomUUID();
  await session.write(file, Buffer.from(content));
  const id = await session.openNotebook("faults.ipynb");
  return { session, content, kernel: await kernelOf(session, id) };
}

/** What probes ask of a kernel: a random value, which they set at their first question. */
async function kernelOf(session: Session, id: string): Promise<OpenKernel> {
  const mark = randomUUID();
  return {
    path: `/user/${session.user}/api/kernels/${id}/channels`,
    cookie: await session.serverCookie(),
    code: `mark = "${mark}"`,
    expression: "mark",
    value: `'${mark}'`,
  };
}

/**
 * What to watch while somebody is at work.
 *
 * @param patience how long an answer may take, ms
 */
export async function targets(kernel: OpenKernel, patience: number): Promise<Targets> {
  const kubeconfig = (await stackOutputs())?.["kubeconfig"];
  if (typeof kubeconfig !== "string") throw new LabError("The lab's cluster is not up; bring it up with: npm run lab");
  return {
    api: clusterAccess(kubeconfig),
    hub: `${hubAddress}:${hubPort}`,
    account: visitor,
    password: await labSecret(`people.${visitor}`),
    kernel,
    patience,
  };
}
