import { podsOf, workloads } from "./objects";
import type { Side } from "./side";
import { makeReport, readReport, writeState, type State } from "./state";
import { evictServers } from "./stop";
import { count, duration } from "./wait";

export interface DrainTimes {
  /** Seconds, see HandoverSpec. */
  notice: number;
  drain: number;
}

/** Seconds between two counts of users' servers. */
const every = 2;

/**
 * Tells users, by the hub, when their servers will be stopped, and waits until then: not where none runs.
 *
 * @param state as it is; one that was announced by an interrupted run keeps its time, which users were told
 * @param to the generation that takes over
 * @returns the time that was announced
 */
export async function announce(side: Side, state: State, { notice }: DrainTimes, to: string): Promise<string> {
  await makeReport(side);
  if (state.state === "draining") return state.until;
  const end = state.state === "announced" ? Date.parse(state.until) : side.date() + notice * 1000;
  const until = state.state === "announced" ? state.until : new Date(end).toISOString();
  // Never longer than now asked for, whatever the clocks of two runs say.
  const deadline = side.now() + Math.min(Math.max(0, end - side.date()), notice * 1000);
  await writeState(side, { state: "announced", until, to });
  for (;;) {
    const running = await servers(side);
    const rest = (deadline - side.now()) / 1000;
    if (running === 0 || rest <= 0) return until;
    side.progress.report(
      `Users of generation ${side.generation} have been told: ${count(running, "server")} will be stopped in ${duration(rest)}`,
    );
    await side.pause(Math.min(rest, every) * 1000);
  }
}

/**
 * Lets the hub stop every server, and evicts what it leaves.
 * @returns how many servers there were, and how many of them were evicted
 */
export async function drain(
  side: Side,
  until: string,
  { drain: limit }: DrainTimes,
  to: string,
): Promise<{ servers: number; evicted: number }> {
  const running = await servers(side);
  await writeState(side, { state: "draining", until, to });
  for (const end = side.now() + limit * 1000; ; await side.pause(1_000)) {
    const left = await servers(side);
    if (left === 0 || (await readReport(side, until))?.state === "drained") break;
    const rest = (end - side.now()) / 1000;
    if (rest <= 0) {
      side.progress.say(
        `The hub of generation ${side.generation} has not stopped ${count(left, "server")} within ${duration(limit)}; they are evicted.`,
      );
      break;
    }
    side.progress.report(
      `The hub of generation ${side.generation} stops its users' servers: ${left} of ${running} left; waits ${duration(rest)} more at most`,
    );
  }
  // A hub that knows of no handover, or is out of order, may start others meanwhile; they end when it has.
  const left = (await podsOf(side.api, workloads(side.namespace).servers)).map(({ metadata }) => metadata.uid);
  return { servers: running, evicted: await evictServers(side, left) };
}

/** How many of users' servers there are, those that are ending too. */
export async function servers({ api, namespace }: Pick<Side, "api" | "namespace">): Promise<number> {
  return (await podsOf(api, workloads(namespace).servers)).length;
}
