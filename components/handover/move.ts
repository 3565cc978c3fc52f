import { announce, drain } from "./drain";
import { onLostMachines } from "./lost";
import { canServe, mayUseVolumes } from "./reach";
import { untilComplete } from "./ready";
import { serve } from "./serve";
import { during, messageOf, type Side } from "./side";
import type { State } from "./state";
import { stop } from "./stop";
import { takeBack } from "./takeBack";
import type { HandoverArgs, HandoverSeconds, Outcome } from "./types";
import { until } from "./wait";

/** Both clusters, and what was found in them. */
export interface Scene {
  old: Side;
  own: Side;
  oldState: State;
  ownState: State;
  /** UID of the old one. */
  uid: string;
}

/** What a failure has to know. */
interface Reached {
  /** The old generation is no longer as it was. */
  begun: boolean;
  /** The new generation may use volumes. */
  ownMayRun: boolean;
}

/**
 * The handover itself. Every step makes sure of what the steps before it have done, so an interrupted one is gone through
 * again; whatever fails after the first is taken back.
 */
export async function move<T>(scene: Scene, args: HandoverArgs<T>): Promise<{ attached: T; outcome: Outcome }> {
  const { old, own, oldState, ownState } = scene;
  const reached: Reached = {
    begun: oldState.state !== "serving" && oldState.state !== "absent",
    ownMayRun: await mayUseVolumes(own, ownState),
  };
  const hasHub = await canServe(old);
  try {
    return await steps(scene, args, reached, hasHub);
  } catch (error) {
    const cause = messageOf(error);
    if (!reached.begun) throw new Error(`${cause}\nNothing was changed: ${unchanged(old, hasHub)}`, { cause: error });
    if (hasHub) throw await takeBack(old, reached.ownMayRun ? own : undefined, cause);
    throw new Error(
      `${cause}\nGeneration ${old.generation} has no hub any more, so there is nothing to go back to: no generation serves now. Run the same command again once the cause is gone: it goes on from here.`,
      { cause: error },
    );
  }
}

const unchanged = ({ generation }: Side, hasHub: boolean) =>
  hasHub
    ? `generation ${generation} serves as before. Run the same command again once the cause is gone.`
    : `run the same command again once the cause is gone.`;

async function steps<T>(
  { old, own, oldState, ownState, uid }: Scene,
  { spec, attach, claims, check }: HandoverArgs<T>,
  reached: Reached,
  hasHub: boolean,
): Promise<{ attached: T; outcome: Outcome }> {
  const { progress } = own;
  const from = old.generation;
  const to = spec.generation;
  const clock = stopwatch(own);
  // Whoever has set it to run again (a deployment, an operator) did so while the old generation had the volumes.
  if (ownState.state === "stopped" && reached.ownMayRun)
    await during(`stopping what runs in generation ${to} before its time`, () => stop(own, from));
  await during(`waiting for generation ${to}`, () => untilComplete(own));
  await check?.();

  let servers = 0;
  let evicted = 0;
  clock.lap();
  const seconds: HandoverSeconds = { notice: 0, drain: 0, stop: 0, attach: 0, start: 0, outage: 0 };
  if (oldState.state !== "stopped" && hasHub) {
    const what = `Generation ${from} cannot be stopped yet`;
    await until(old, { what, limit: spec.patience, every: 2 }, () => onLostMachines(old));
    reached.begun = true;
    clock.lap();
    const end = await during(`telling users of generation ${from}`, () => announce(old, oldState, spec, to));
    seconds.notice = clock.lap();
    const drained = await during(`stopping servers of users`, () => drain(old, end, spec, to));
    seconds.drain = clock.lap();
    ({ servers, evicted } = drained);
  }
  reached.begun = true;
  progress.report(`Generation ${from} is being stopped; users see an error until generation ${to} answers`);
  const left = await during(`stopping generation ${from}`, () => stop(old, to));
  seconds.stop = clock.lap();
  progress.report(`Generation ${from} is stopped; its volumes are being attached`);
  const attached = await during(`attaching volumes`, () => attach(uid));
  seconds.attach = clock.lap();
  reached.ownMayRun = true;
  await during(`starting generation ${to}`, () => serve(own, claims(attached)));
  seconds.start = clock.lap();
  seconds.outage = seconds.stop + seconds.attach + seconds.start;
  if (!hasHub) return { attached, outcome: { kind: "started" } };
  return {
    attached,
    outcome: { kind: "handedOver", from, servers: servers + left, evicted: evicted + left, seconds },
  };
}

/** Seconds since the last call, to a tenth. */
function stopwatch({ now }: Side) {
  let last = now();
  return {
    lap(): number {
      const before = last;
      last = now();
      return Math.round((last - before) / 100) / 10;
    },
  };
}
