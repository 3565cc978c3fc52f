/** Killed after every single write, or cut off from the clusters at every single call; and run again. */
import * as fc from "fast-check";
import { spec, World, type Disturbance } from "./world";

/** What may be wrong besides, all the time. */
const scenes: Record<string, (world: World) => void> = {
  "users with servers": (world) => {
    world.old.addServer("ada");
    world.old.addServer("ben");
    world.old.users = world.own.users = ["ada", "ben"];
  },
  "nobody with a server": () => undefined,
  "a hub that stops nobody's server": (world) => {
    world.old.users = ["ada"];
    world.old.obeys = false;
  },
  "a new hub that never answers": (world) => {
    world.old.addServer("ada");
    world.old.users = ["ada"];
    world.own.fake.workloads.broken.add("hub");
  },
  "an inventory that does not start": (world) => {
    world.own.fake.workloads.broken.add("inventory");
  },
};
/** Whoever waits for nothing waits no longer than this. */
const brief = { spec: { ...spec, notice: 20, drain: 10, patience: 20 } };
const names = Object.keys(scenes);
const made = (scene: string) => {
  const world = new World();
  scenes[scene]?.(world);
  return world;
};
const works = (scene: string) => scene !== "a new hub that never answers";

/** At no moment was there one cluster too many; nothing was deleted. */
function safe(world: World): void {
  expect(world.violations).toEqual([]);
  expect(world.calls.filter(({ method }) => !["GET", "POST", "PATCH"].includes(method))).toEqual([]);
}

/** Exactly one generation serves, and it is the right one. */
function settled(world: World, scene: string): void {
  world.pass(10_000);
  safe(world);
  const [serves, rests] = works(scene) ? [world.own, world.old] : [world.old, world.own];
  expect({
    scene,
    serves: serves.serves(),
    uses: rests.usesVolumes(),
    signs: rests.signs(),
    address: rests.announced,
  }).toEqual({ scene, serves: true, uses: false, signs: false, address: undefined });
}

test.each(names)("%s: killed after any write, and run again", async (scene) => {
  const undisturbed = made(scene);
  const result = await undisturbed.run(brief);
  expect(result instanceof Error).toBe(!works(scene));
  settled(undisturbed, scene);
  const { writes } = undisturbed;
  expect(writes).toBeGreaterThan(10);
  for (let k = 0; k < writes; k++) {
    const world = made(scene);
    const killed = await world.run(brief, { kind: "killed", writes: k });
    expect(killed).toBeInstanceOf(Error);
    world.pass(60_000);
    safe(world);
    await world.run(brief);
    settled(world, scene);
  }
});

test("killed after any write, and the next run fails early: the old generation serves again, whatever ran in the new one", async () => {
  const scene = "users with servers";
  const undisturbed = made(scene);
  await undisturbed.run(brief);
  for (let k = 0; k < undisturbed.writes; k++)
    for (const why of ["check", "attach"] as const) {
      const world = made(scene);
      await world.run(brief, { kind: "killed", writes: k });
      world.pass(5_000);
      const finished = world.own.state()?.["since"] !== undefined;
      const result = await world.run({ ...brief, [why]: () => Promise.reject(new Error("no")) });
      world.pass(5_000);
      safe(world);
      expect(String(result)).toMatch(/no$|generation old serves/m);
      expect({ k, why, serves: (finished ? world.own : world.old).serves() }).toEqual({ k, why, serves: true });
    }
}, 60_000);

test.each(names)("%s: killed again and again, one write at a time, it gets there", async (scene) => {
  const world = made(scene);
  for (let runs = 0; runs < 60; runs++) {
    await world.run(brief, { kind: "killed", writes: 1 });
    world.pass(2_000);
    safe(world);
  }
  await world.run(brief);
  settled(world, scene);
});

test.each(names)(
  "%s: whichever call fails for good, one generation serves afterwards",
  async (scene) => {
    const undisturbed = made(scene);
    await undisturbed.run(brief);
    const calls = undisturbed.callsMade;
    expect(calls).toBeGreaterThan(50);
    for (const how of ["unanswered", 403] as const)
      for (let call = 0; call < calls; call += 1) {
        const world = made(scene);
        // As often as it is tried, and no more: what is done about it works.
        const result = await world.run(brief, { kind: "failing", call, times: how === 403 ? 1 : 5, how });
        world.pass(10_000);
        safe(world);
        expect({ call, how, result, serving: [world.old.serves(), world.own.serves()].filter(Boolean) }).toMatchObject({
          serving: [true],
        });
        // What is said is what is.
        if (result instanceof Error && /generation old serves/.test(result.message))
          expect(world.old.serves()).toBe(true);
        if (!(result instanceof Error)) expect(world.own.serves()).toBe(true);
      }
  },
  300_000,
);

const disturbances: fc.Arbitrary<Disturbance> = fc.oneof(
  fc.record({ kind: fc.constant("killed" as const), writes: fc.nat(30) }),
  fc.record({
    kind: fc.constant("failing" as const),
    call: fc.nat(200),
    times: fc.nat(40),
    how: fc.constantFrom("unanswered" as const, "done, and unanswered" as const, 403, 429, 500),
  }),
);

test("whatever happens to one run after the other, no two clusters ever use a volume, and an undisturbed run ends it", async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...names), fc.array(disturbances, { maxLength: 4 }), async (scene, all) => {
      const world = made(scene);
      for (const one of all) {
        await world.run(brief, one);
        world.pass(5_000);
        safe(world);
      }
      await world.run(brief);
      settled(world, scene);
    }),
    { numRuns: 100 },
  );
}, 300_000);
