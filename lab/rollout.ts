import { datacentreStatus } from "./datacentre/datacentre";
import { LabError } from "./errors";
import { goToWork, targets, type AtWork } from "./faults/notebook";
import { services, type Service } from "./faults/probes";
import { Watch } from "./faults/watch";
import { stackOutputs } from "./pulumi";

/** The stack as it is between two deployments. */
export interface Standing {
  generation: string;
  side: string;
  hubUrl: string;
  /** Names of the machines that run. */
  machines: string[];
}

/** What a deployment of another generation gave, as those who work on the hub saw it. */
export interface Rollout {
  before: Standing;
  after: Standing;
  /** From the start of the command to its end. */
  seconds: number;
  /** Seconds without the log-in page, and without log-in; undefined: it did not come back. */
  page: number | undefined;
  logIn: number | undefined;
  /** What the hub told of the move, in the order in which it did. */
  told: string[];
}

/** What a user does not lose by it: the open session. A server that ran before has been stopped. */
export interface Work extends AtWork {
  watch: Watch;
}

export async function standing(): Promise<Standing> {
  const { generation, side, hubUrl } = (await stackOutputs()) ?? {};
  const { machines } = await datacentreStatus();
  if (typeof generation !== "string" || typeof side !== "string" || typeof hubUrl !== "string")
    throw new LabError("The lab is not up; bring it up with: npm run lab");
  return { generation, side, hubUrl, machines: [...machines].sort() };
}

/** Somebody logs in, starts a server, opens a notebook; and everything is watched. */
export async function beginWork(): Promise<Work> {
  const work = await goToWork();
  return { ...work, watch: await Watch.start(await targets(work.kernel, 2000)) };
}

/** What survives a move to another generation: the page and log-in, not the old cluster's API, nor a kernel. */
const surviving: readonly Service[] = services.filter((service) => service === "page" || service === "log-in");

/** Runs a deployment while somebody is at work. */
export async function rollOut(work: Work, deploy: () => Promise<unknown>): Promise<Rollout> {
  const before = await standing();
  const told: string[] = [];
  let done = false;
  const listening = (async () => {
    while (!done) {
      const state = await work.session.notice().catch(() => undefined);
      if (state !== undefined && state !== told.at(-1)) told.push(state);
      await new Promise((next) => setTimeout(next, 300));
    }
  })();
  const start = Date.now();
  await deploy();
  const seconds = Math.round((Date.now() - start) / 100) / 10;
  done = true;
  await listening;
  await work.watch.calm(Date.now(), 60_000, surviving);
  const seen = work.watch.seen(start);
  return {
    before,
    after: await standing(),
    seconds,
    page: seen.page.seconds,
    logIn: seen["log-in"].seconds,
    told,
  };
}
