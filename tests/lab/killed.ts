import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { dropStaleLock, pulumiCommand, pulumiText, stackArgs } from "../../lab/pulumi";
import { killTree } from "./processes";

/**
 * Where a bring-up is killed: as soon as Pulumi says that it creates something that fits, and at most so many milliseconds
 * later, so that the object may be asked for, made or already written down. Runs go on from each other, so these stand in
 * the bring-up's own order; where all of a kind are written down already, the next in the list is waited for.
 */
export type Moment = readonly [what: RegExp, atMost: number];

/** The same numbers for the same seed (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const seed = Number(process.env["DSAAS_SEED"] ?? Date.now() % 2 ** 31);

/** Runs `pulumi up` and kills it, its language host and its plugins `delay` ms after a line that fits. */
async function killedAt(fits: (line: string) => boolean, delay: number) {
  const { program, args, cwd, env } = pulumiCommand([
    "up",
    ...stackArgs,
    "--yes",
    "--skip-preview",
    "--non-interactive",
  ]);
  const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const lines: string[] = [];
  let killed = 0;
  let line = "";
  const read = (text: string) => {
    lines.push(text);
    if (line !== "" || !fits(text)) return;
    line = text.trim();
    void pause(delay).then(() => (killed = killTree(child.pid ?? 0)));
  };
  for (const input of [child.stdout, child.stderr]) createInterface({ input }).on("line", read);
  await new Promise((resolve) => child.on("close", resolve));
  return { killed, line, output: lines.join("\n") };
}

/**
 * Runs `pulumi up` again and again, and kills each run at the next moment of the list.
 * @returns a line for each: when it was killed, and what it removed before of what earlier ones had left
 */
export async function killedAtEach(moments: readonly Moment[]): Promise<string[]> {
  console.log(`seed ${seed}; DSAAS_SEED=${seed} kills at the same points`);
  const random = randomNumbers(seed);
  const told: string[] = [];
  for (const [index, [, atMost]] of moments.entries()) {
    const delay = Math.round(random() * atMost);
    const fits = (text: string) => moments.slice(index).some(([what]) => what.test(text));
    const { killed, line, output } = await killedAt(fits, delay);
    const cleared = output.match(/ running .*removed what an interrupted run had left/g)?.length ?? 0;
    told.push(`${index + 1}: ${delay} ms after "${line}", ${killed} processes; leftovers removed before: ${cleared}`);
    expect([told.at(-1), killed > 3 ? "" : output]).toEqual([told.at(-1), ""]);
    // The killed run's lock is in the way of the next. An operator gives it up by this command, the lab by itself.
    if (index === 0) await pulumiText(["cancel", "--yes", "--stack", "lab"]);
    else await dropStaleLock();
  }
  return told;
}
