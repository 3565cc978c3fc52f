import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureToolchain } from "../../lab/toolchain";
import { median } from "../statistics";
import { given } from "./given";
import { pulumiSide } from "./pulumiSide";
import type { Side } from "./side";
import { startSimulator } from "./simulator";
import { tofuSide } from "./tofuSide";

/** Seconds of the median run of each tool. */
export interface Pair {
  pulumi: number;
  tofu: number;
}

export interface Comparison {
  /** The state is trusted: `pulumi preview` and `tofu plan -refresh=false`. */
  trusted: Pair;
  /** Every resource is looked at: `pulumi preview --refresh` and `tofu plan`. */
  refreshed: Pair;
  /** Bytes of Pulumi's state. */
  stateBytes: number;
}

const tools = ["pulumi", "pulumi-resource-vsphere", "datacentre", "opentofu", "terraform-provider-vsphere"];
const sides = { pulumi: pulumiSide, tofu: tofuSide };

/**
 * The same machines made by both tools, each in a simulated data centre of its own, and then previewed in turns, so that
 * whatever else the machine does meets both.
 *
 * @param rounds previews of each kind, of each tool
 */
export async function comparePreviews(count: number, rounds: number): Promise<Comparison> {
  await ensureToolchain((line) => console.error(line), tools);
  const folder = await mkdtemp(join(tmpdir(), "dsaas-previews-"));
  const running: { stop(): Promise<void> }[] = [];
  const open = async (name: keyof typeof sides): Promise<Side> => {
    const own = join(folder, name);
    await mkdir(own);
    const simulator = await startSimulator(own, randomBytes(18).toString("base64url"));
    running.push(simulator);
    return sides[name](own, await given(count, simulator.server, own), simulator.password);
  };
  try {
    const [pulumi, tofu] = [await open("pulumi"), await open("tofu")];
    for (const side of [pulumi, tofu]) await side.apply();
    return {
      trusted: await inTurns(rounds, { pulumi: () => pulumi.plan(false), tofu: () => tofu.plan(false) }),
      refreshed: await inTurns(rounds, { pulumi: () => pulumi.plan(true), tofu: () => tofu.plan(true) }),
      stateBytes: (await stat(pulumi.state)).size,
    };
  } finally {
    await Promise.all(running.map((simulator) => simulator.stop()));
    await rm(folder, { recursive: true, force: true });
  }
}

async function inTurns(rounds: number, work: Record<keyof Pair, () => Promise<void>>): Promise<Pair> {
  const taken: Record<keyof Pair, number[]> = { pulumi: [], tofu: [] };
  for (let round = 0; round < rounds; round++) {
    for (const name of ["pulumi", "tofu"] as const) {
      const start = performance.now();
      await work[name]();
      taken[name].push((performance.now() - start) / 1000);
    }
  }
  return { pulumi: median(taken.pulumi), tofu: median(taken.tofu) };
}
