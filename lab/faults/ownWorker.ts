import { switchVm } from "../datacentre/vm";
import { LabError } from "../errors";
import { machineOf, untilWell, type Machines } from "./cluster";
import { moveHubAwayFrom, usersPod } from "./faults";
import { file, type AtWork } from "./notebook";
import type { Watch } from "./watch";

/** What the loss of a user's own worker gave. */
export interface OwnWorker {
  /** Seconds from the loss until the user had a new server and read a file in it. */
  newServer: number;
  /** Whether the file was what it had been. */
  sameFile: boolean;
}

/**
 * The worker with the user's server loses power. The user notices that the kernel does not answer, stops the server on the
 * hub's page and starts it again. The kernel and what was in its memory are lost; the files must not be.
 */
export async function loseOwnWorker(work: AtWork, watch: Watch, all: Machines): Promise<OwnWorker> {
  const own = await machineOf(usersPod);
  await moveHubAwayFrom(own);
  const begin = Date.now();
  await switchVm("off", own);
  const failures = () => watch.since("kernel", begin).filter(({ ok }) => !ok).length;
  await watch.until("the kernel does not answer any more", 60_000, () => failures() >= 2);
  await work.session.endServer();
  await work.session.startServer("basic");
  const content = (await work.session.read(file)).toString();
  const newServer = Math.round((Date.now() - begin) / 100) / 10;
  if ((await machineOf(usersPod)) === own)
    throw new LabError(`${own} has no power, but the new server is said to run there`);
  await switchVm("on", own);
  await untilWell(all);
  return { newServer, sameFile: content === work.content };
}
