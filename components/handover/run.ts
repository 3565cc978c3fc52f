import { move, type Scene } from "./move";
import { reach } from "./reach";
import { untilComplete } from "./ready";
import { serve, watchInventory } from "./serve";
import { during, real, sideOf, type Side, type Surroundings } from "./side";
import { isFinished, readState, type State } from "./state";
import { stop } from "./stop";
import { outcomeText } from "./text";
import type { HandoverArgs, Outcome, Progress } from "./types";

/**
 * Lets this deployment's cluster serve, and takes over from the one that did until now. No two clusters ever use the same
 * volumes; whatever fails, the generation before serves again. Killed at any point and run again, it goes on.
 *
 * @throws Error in plain sentences: what failed, which generation serves, what to do
 */
export async function handOver<T>(
  args: HandoverArgs<T>,
  progress: Progress,
  surroundings: Surroundings = real,
): Promise<{ attached: T; outcome: Outcome }> {
  const { spec, predecessor, access } = args;
  const own = sideOf(spec, spec.generation, access, progress, surroundings);
  const ownState = await during(`asking the cluster of generation ${spec.generation}`, () => readState(own));
  const done = await taken(
    args,
    own,
    ownState,
    predecessor && sideOf(spec, predecessor.generation, predecessor.access, progress, surroundings),
  );
  if (done.outcome.kind !== "unchanged") progress.say(outcomeText(done.outcome, spec.generation));
  await watchInventory(own);
  return done;
}

async function taken<T>(
  args: HandoverArgs<T>,
  own: Side,
  ownState: State,
  old: Side | undefined,
): Promise<{ attached: T; outcome: Outcome }> {
  if (old === undefined) {
    refuseStopped(own, ownState);
    return alone(args, own, ownState, undefined);
  }
  const uid = await reach(old);
  if (uid === undefined) return alone(args, own, ownState, undefined);
  const oldState = await during(`asking the cluster of generation ${old.generation}`, () => readState(old));
  const scene: Scene = { old, own, oldState, ownState, uid };
  refuseBoth(scene);
  if (!isFinished(ownState)) return move(scene, args);
  // What is left to do is to remove it, which is not done here.
  await during(`making sure that generation ${old.generation} is stopped`, () => stop(old, own.generation));
  return alone(args, own, ownState, uid);
}

/** Serves without anybody to take over from. @param fenced UID of the cluster that was stopped before */
async function alone<T>(
  { spec, attach, claims, check }: HandoverArgs<T>,
  own: Side,
  ownState: State,
  fenced: string | undefined,
): Promise<{ attached: T; outcome: Outcome }> {
  const finished = isFinished(ownState);
  if (!finished) {
    await during(`waiting for generation ${spec.generation}`, () => untilComplete(own));
    await check?.();
  }
  const attached = await attach(fenced);
  await during(`starting generation ${spec.generation}`, () => serve(own, claims(attached)));
  return { attached, outcome: { kind: finished ? "unchanged" : "started" } };
}

/** A cluster that was stopped for another one, which nobody knows of here: it may serve by now. */
function refuseStopped({ generation, namespace }: Side, state: State): void {
  if (state.state !== "stopped") return;
  const other = state.to ?? "another";
  throw new Error(
    `Generation ${generation} was stopped to hand over to generation ${other}, which was never finished and may use the volumes now. ` +
      `Run pulumi up once with the configuration of generation ${other}: it finishes the handover, or takes it back. ` +
      `If all machines of generation ${other} are off for good: kubectl --namespace ${namespace} patch configmap handover --type merge --patch '{"data":{"state":"serving"}}', then run the same command again.`,
  );
}

/** No run of this program leaves both like that. */
function refuseBoth({ old, own, oldState, ownState }: Scene): void {
  if (ownState.state !== "serving" || oldState.state === "stopped" || oldState.state === "absent") return;
  throw new Error(
    `Generations ${old.generation} and ${own.generation} both are marked as serving (ConfigMap ${own.namespace}/handover in each cluster), and would use the same volumes. ` +
      `In the cluster that users do not use: kubectl --namespace ${own.namespace} scale deployment hub --replicas 0, and set state in its ConfigMap handover to stopped. Then run the same command again.`,
  );
}
