import { z } from "zod";
import { addressMissing, takeAddress } from "./address";
import { workloads } from "./objects";
import { rolloutMissing, scale } from "./rollout";
import type { Side } from "./side";
import { isFinished, readState, writeState } from "./state";
import { until } from "./wait";

/** Body of a PersistentVolumeClaim. */
export interface ClaimBody {
  metadata: { name: string };
}

/**
 * Lets a cluster serve, and resolves when its hub answers and its address is announced. Where it serves already it only
 * looks, and waits for what a deployment has changed of hub and proxy. No other cluster may use the volumes.
 *
 * @param claims the hub's own, made unless they are there
 */
export async function serve(side: Side, claims: ClaimBody[]): Promise<void> {
  const { api, namespace, generation } = side;
  const { hub, inventory } = workloads(namespace);
  const finished = isFinished(await readState(side));
  // Before anything can use a volume, so that whoever goes on after an interruption knows that something may.
  if (!finished) await writeState(side, { state: "serving", generation });
  const folder = `/api/v1/namespaces/${namespace}/persistentvolumeclaims`;
  for (const claim of claims)
    if ((await api.find(`${folder}/${claim.metadata.name}`, z.unknown())) === undefined)
      await api.create(folder, claim);
  await scale(side, inventory, 1);
  await scale(side, hub, 1);
  await takeAddress(side);
  await until(side, { what: `Generation ${generation} starts`, limit: side.patience }, () => servingMissing(side));
  if (!finished) await writeState(side, { state: "serving", generation, since: new Date(side.date()).toISOString() });
}

/**
 * Waits for the program that keeps the inventory. Users do not need it, so it is said, and nothing is taken back, where it
 * does not start.
 */
export async function watchInventory(side: Side): Promise<void> {
  const { inventory } = workloads(side.namespace);
  const what = `Generation ${side.generation} serves; its inventory begins`;
  await until(side, { what, limit: side.patience }, () => rolloutMissing(side, inventory)).catch((error: Error) =>
    side.progress.say(
      `The hub serves, but the inventory of users' volumes is not being kept: ${error.message} Until it is, this cluster gives no sign of life, and another could take it for dead.`,
    ),
  );
}

/** What is missing until users can log in. */
async function servingMissing(side: Side): Promise<string | undefined> {
  const { hub, proxy } = workloads(side.namespace);
  return (await rolloutMissing(side, hub)) ?? (await rolloutMissing(side, proxy)) ?? (await addressMissing(side));
}
