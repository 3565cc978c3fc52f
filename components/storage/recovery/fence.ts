import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { files, type Heartbeat, type Shelf } from "./shelf";
import type { ClusterMark } from "./types";

/** A cluster that is no danger: this one, or one whose programs the handover has stopped. */
export interface Harmless {
  own: ClusterMark;
  /** UID of a cluster in which nothing uses a volume any more; it was asked. Left out: there is none. */
  stopped?: string | undefined;
}

/**
 * Seconds: a cluster whose sign of life stood still for this long is taken for dead. Longer than a living cluster needs to
 * start the program that gives it on another machine, when it has lost the one that it ran on.
 */
export const defaultSilence = 90;

/** What a first look at the heartbeat gave, and when. */
export interface FirstLook {
  beat: Heartbeat | undefined;
  /** Milliseconds of this process's own clock, which nobody sets, whatever becomes of the machine's. */
  at: number;
}

export async function firstLook(shelf: Shelf): Promise<FirstLook> {
  return { beat: await shelf.heartbeat(), at: performance.now() };
}

/**
 * Makes sure that no other cluster still uses the volumes. Only the order of its signs of life counts, as clocks differ.
 *
 * The first look is taken when the program starts, long before a new cluster is ready: after a disaster nobody waits.
 *
 * @param report told when it has to wait
 * @param silence seconds, see defaultSilence
 * @throws Error naming the cluster that lives, with the remedy
 */
export async function fenced(
  shelf: Shelf,
  harmless: Harmless,
  first: FirstLook,
  report: (message: string) => void,
  silence = defaultSilence,
  pause: (milliseconds: number) => Promise<unknown> = sleep,
): Promise<void> {
  let before = first;
  // The second round is for a cluster that lived when the program started and was removed by it.
  for (let round = 0; round < 2; round++) {
    if (!isOther(before.beat, harmless)) return;
    const rest = silence * 1000 - (performance.now() - before.at);
    if (rest > 0) {
      report(`waiting ${Math.ceil(rest / 1000)} s to see that cluster ${before.beat.cluster.name} no longer lives`);
      await pause(rest);
    }
    const now = await firstLook(shelf);
    if (JSON.stringify(now.beat) === JSON.stringify(before.beat)) return;
    before = now;
  }
  if (!isOther(before.beat, harmless)) return;
  throw new Error(
    `Cluster ${before.beat.cluster.name} still uses the volumes: it gave a sign of life a moment ago (${join(shelf.folder, files.heartbeat)}). ` +
      `A volume must never be used by two clusters. Switch that cluster's machines off in the cloud's console, then run the same command again.`,
  );
}

function isOther(beat: Heartbeat | undefined, { own, stopped }: Harmless): beat is Heartbeat {
  return beat !== undefined && beat.cluster.uid !== own.uid && beat.cluster.uid !== stopped;
}
