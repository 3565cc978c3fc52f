import { datacentreStatus } from "../lab/datacentre/datacentre";
import { switchVm } from "../lab/datacentre/vm";
import { startDirectory } from "../lab/directory/directory";
import { LabError } from "../lab/errors";
import { machines, untilWell, type Machines } from "../lab/faults/cluster";
import * as faults from "../lab/faults/faults";
import { goToWork, targets } from "../lab/faults/notebook";
import { loseOwnWorker } from "../lab/faults/ownWorker";
import { run, type Outcome } from "../lab/faults/run";
import { Watch } from "../lab/faults/watch";
import { kubectl, writeKubeconfig } from "../lab/kubectl";
import { dropStaleLock, stackOutputs } from "../lab/pulumi";
import { faultRow, faultTable, worst } from "./faultTable";
import { record } from "./results";

/** Faults in the order in which they happen; each is described when its turn has come, as roles move. */
function plan(all: Machines): (() => Promise<faults.Fault> | faults.Fault)[] {
  const [founder = ""] = all.controlPlanes;
  return [
    ...all.controlPlanes.map((name) => () => faults.powerCut(name, all)),
    () => faults.addressHolderKilled(),
    () => faults.podKilled("hub"),
    () => faults.podKilled("proxy"),
    () => faults.directoryStopped(),
    () => faults.etcdDiskLost(founder, all),
    () => faults.controlPlaneDestroyed(founder, all),
    () => faults.otherWorker(all),
  ];
}

/**
 * One fault after another on the lab that runs, while somebody works in a notebook and others log in. Prints how long
 * what was out of reach, and records it.
 *
 * @throws LabError where something does not come back, or the open notebook is lost by anything but the loss of its worker
 */
export async function faultFigures(): Promise<void> {
  await writeKubeconfig();
  const all = await machines();
  // A run that was interrupted while it moved the hub has left a node closed.
  await kubectl("uncordon", ...all.controlPlanes, ...all.workers);
  await untilWell(all);
  const work = await goToWork();
  const watch = await Watch.start(await targets(work.kernel, 2000));
  const outcomes: Outcome[] = [];
  try {
    for (const next of plan(all)) {
      const fault = await next();
      console.log(`\n── ${fault.what}`);
      const outcome = await run(fault, watch, all);
      console.log(`  ${told(outcome)}`);
      outcomes.push(outcome);
    }
    console.log("\n── the user's own worker loses power");
    const own = await loseOwnWorker(work, watch, all);
    console.log(`  a new server with the same files after ${own.newServer} s`);
    if (!own.sameFile) throw new LabError("The user's file is not what it was before the worker was lost");
    const more = { faults: outcomes.map(faultRow), newServer: own.newServer };
    const lostWorker = { "faults: a new server after the loss of one's worker, s": own.newServer };
    const result = await record("faults", { ...worst(more.faults), ...lostWorker }, more);
    console.log(`\n${faultTable({ ...result, ...more })}`);
  } finally {
    await watch.stop();
    await work.session.close();
    await mendAll().catch((error: unknown) => console.error("The lab was not put right:", error));
  }
}

/**
 * Puts right what an interrupted run has left, in a data centre that runs: every machine there and on, the directory
 * running.
 */
export async function mendAll(): Promise<void> {
  await dropStaleLock();
  await startDirectory();
  const there = (await datacentreStatus()).machines;
  for (const name of there) await switchVm("on", name);
  const { nodes = [] } = ((await stackOutputs()) ?? {}) as { nodes?: { name: string }[] };
  if (nodes.some(({ name }) => !there.includes(name))) await faults.pulumiUpRefresh();
}

function told(outcome: Outcome): string {
  const { api, logIn, notebook, whole } = faultRow(outcome);
  return `out of reach: API ${api} s, log-in ${logIn} s, notebook ${notebook} s; whole again after ${whole} s`;
}
