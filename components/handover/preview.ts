import { servers } from "./drain";
import { onLostMachines } from "./lost";
import { canServe } from "./reach";
import { messageOf, real, sideOf, type Side, type Surroundings } from "./side";
import { isFinished, readState, type State } from "./state";
import type { HandoverPreviewArgs, HandoverSpec, Predecessor } from "./types";
import { count, duration } from "./wait";

const silent = { report: () => undefined, say: () => undefined };

/**
 * What a handover would do, for `pulumi preview`; empty where nothing moves. It only asks, two seconds at most for each
 * answer, and a cluster that is away is no error.
 */
export async function previewHandover(
  { spec, predecessor, access }: HandoverPreviewArgs,
  surroundings: Surroundings = real,
): Promise<string[]> {
  const side = (generation: string, to: Predecessor["access"]): Side => {
    const made = sideOf(spec, generation, to, silent, surroundings);
    return { ...made, api: made.api.with({ timeout: 2_000, tries: 1 }) };
  };
  const own = access && side(spec.generation, access);
  const ownState: State =
    own === undefined ? { state: "absent" } : await readState(own).catch(() => ({ state: "absent" }));
  if (predecessor === undefined) return ofOwn(spec, ownState);
  // Only its removal is left.
  if (isFinished(ownState)) return [];
  const old = side(predecessor.generation, predecessor.access);
  return ofPredecessor(spec, old).catch((error: unknown) => [
    `Handover: the cluster of generation ${old.generation} does not answer (${messageOf(error)}). If that is so when generation ${spec.generation} is complete, its volumes are attached once its inventory gives no sign of life any more; otherwise its hub is stopped in order.`,
  ]);
}

function ofOwn({ generation }: HandoverSpec, state: State): string[] {
  switch (state.state) {
    case "absent":
    case "serving":
      return [];
    case "announced":
    case "draining":
      return [
        `Handover: generation ${generation} was about to be stopped for generation ${state.to ?? "another"}; it goes on to serve.`,
      ];
    case "stopped":
      return [
        `Handover: generation ${generation} was stopped for generation ${state.to ?? "another"}, whose deployment was never finished. This deployment will be refused; deploy that one first.`,
      ];
    default:
      return state satisfies never;
  }
}

async function ofPredecessor(spec: HandoverSpec, old: Side): Promise<string[]> {
  const { state } = await readState(old);
  const moves = `the hub moves to generation ${spec.generation} with its address ${spec.address}`;
  if (state === "stopped")
    return [
      `Handover: generation ${old.generation} is stopped already, by a deployment that was interrupted; ${moves}.`,
    ];
  if (!(await canServe(old))) return [`Handover: generation ${old.generation} has no hub any more; ${moves}.`];
  const running = await servers(old);
  const told = running === 0 || spec.notice === 0 ? "" : `, which users are told ${duration(spec.notice)} before`;
  const stopped =
    running === 0 ? "no server of a user runs" : `${count(running, "server")} of users will be stopped${told}`;
  const begun =
    state === "serving" || state === "absent" ? "" : ` (${state} already, by a deployment that was interrupted)`;
  const lost = await onLostMachines(old);
  return [
    `Handover: generation ${old.generation} serves${begun}; ${stopped}; then ${moves}.`,
    ...(lost === undefined ? [] : [`Handover: it will be refused as things are. ${lost}.`]),
  ];
}
