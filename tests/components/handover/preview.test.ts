/** What is said and refused before anything is done. Nothing here may write. */
import { previewHandover } from "../../../components/handover/preview";
import { sideIsFree } from "../../../components/handover/guard";
import { spec, World } from "./world";

let world: World;
beforeEach(() => void (world = new World()));
afterEach(() => expect(world.calls.filter(({ method }) => method !== "GET")).toEqual([]));

const predecessor = () => ({ generation: "old", access: world.old.fake.access });
const preview = (more: Partial<Parameters<typeof previewHandover>[0]> = {}) =>
  previewHandover({ spec, predecessor: predecessor(), access: undefined, ...more }, world);
const oldState = (data: Record<string, string>) => {
  world.old.fake.store.remove("/api/v1/namespaces/hub/configmaps", "handover");
  world.old.setState(data);
};
const moves = "then the hub moves to generation new with its address 192.0.2.80.";

describe("preview", () => {
  test("how many servers will be stopped, and how long users are told before", async () => {
    world.old.addServer("ada");
    world.old.addServer("ben");
    expect(await preview()).toEqual([
      `Handover: generation old serves; 2 servers of users will be stopped, which users are told 1 min before; ${moves}`,
    ]);
    expect((await preview({ spec: { ...spec, notice: 0 } }))[0]).toContain("2 servers of users will be stopped; then");
  });

  test("nobody's server", async () => {
    expect(await preview()).toEqual([`Handover: generation old serves; no server of a user runs; ${moves}`]);
  });

  test("one that was interrupted", async () => {
    oldState({ state: "draining", until: "2026-11-21T08:00:00Z", to: "new" });
    expect((await preview())[0]).toContain("serves (draining already, by a deployment that was interrupted)");
    oldState({ state: "stopped", to: "new" });
    expect(await preview()).toEqual([
      "Handover: generation old is stopped already, by a deployment that was interrupted; the hub moves to generation new with its address 192.0.2.80.",
    ]);
  });

  test("a server on a machine that does not answer will stand in the way", async () => {
    world.old.addServer("ada", "old-2");
    world.old.fake.workloads.lost.add("old-2");
    world.pass(1_000);
    expect((await preview())[1]).toMatch(
      /^Handover: it will be refused as things are\. 1 pod of generation old \(jupyter-ada\)/,
    );
  });

  test("a cluster that is away is no error, and is not waited for", async () => {
    world.old.away = true;
    expect(await preview()).toEqual([
      expect.stringMatching(/^Handover: the cluster of generation old does not answer \(no answer within 5 s\)\./),
    ]);
    expect(world.now()).toBeLessThan(6_000);
  });

  test("nothing to say: a fresh stack, the generation that serves, one that has taken over already", async () => {
    expect(await preview({ predecessor: undefined })).toEqual([]);
    const access = world.own.fake.access;
    expect(await preview({ predecessor: undefined, access })).toEqual([]);
    world.own.setState({ state: "serving", generation: "new", since: "before" });
    expect(await preview({ predecessor: undefined, access })).toEqual([]);
    expect(await preview({ access })).toEqual([]);
  });

  test("going back to a generation that was stopped for one that was never finished", async () => {
    world.own.setState({ state: "stopped", to: "green" });
    const [line] = await preview({ predecessor: undefined, access: world.own.fake.access });
    expect(line).toContain(
      "was stopped for generation green, whose deployment was never finished. This deployment will be refused",
    );
  });
});

describe("a side is free", () => {
  const free = (generation = "next") => sideIsFree(world.old.fake.access, "hub", generation, world);

  test("not while another generation serves there; the remedy is named", async () => {
    await expect(free()).rejects.toThrow(
      "Generation old serves on this side, though its deployment was never finished: its machines cannot be replaced by those of generation next. " +
        "Run pulumi up once with the configuration of generation old, then with the new one.",
    );
    oldState({ state: "serving" });
    await expect(free()).rejects.toThrow("Generation of an unknown name serves on this side");
  });

  test("for the generation itself, and where that is stopped or has not begun", async () => {
    await free("old");
    for (const data of [{ state: "stopped", to: "x" }, {}] as Record<string, string>[]) {
      oldState(data);
      await free();
    }
  });

  test("not where nobody knows what the state means", async () => {
    oldState({ state: "sreving" });
    await expect(free()).rejects.toThrow(
      'ConfigMap hub/handover holds {"state":"sreving"}, which no deployment writes',
    );
  });

  test("where nothing answers", async () => {
    world.old.away = true;
    await free();
  });
});
