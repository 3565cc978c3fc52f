import { beginWork, rollOut } from "../lab/rollout";
import { up } from "../lab/commands/up";
import { record } from "./results";

/**
 * A new generation while somebody is at work, on the lab that runs: how long users had no log-in page, as they saw it.
 * Leaves the lab with that generation.
 */
export async function rolloutFigures(): Promise<void> {
  const work = await beginWork();
  try {
    const rotation = new Date().toISOString();
    const { before, after, seconds, page, logIn } = await rollOut(work, () =>
      up({ "dsaas:cluster.rotation": rotation }),
    );
    if (page === undefined || logIn === undefined)
      throw new Error("The hub did not come back; see npm run lab -- status");
    console.log(`\n${before.generation} on ${before.side} → ${after.generation} on ${after.side}`);
    await record("rollout", {
      "a new generation, s from pulumi up to its end": seconds,
      "log-in page away meanwhile, s": page,
      "log-in away meanwhile, s": logIn,
      "aim, s": 60,
    });
    await work.session.startServer("basic");
  } finally {
    await work.watch.stop();
    await work.session.close();
  }
}
