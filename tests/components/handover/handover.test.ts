/** What a handover does, and says, when all goes well; and what it does where one thing does not. */
import { parkingAddress } from "../../../components/handover/address";
import { address } from "./cluster";
import { spec, World } from "./world";

let world: World;
beforeEach(() => void (world = new World()));
afterEach(() => {
  expect(world.violations).toEqual([]);
  expect(world.calls.filter(({ method }) => !["GET", "POST", "PATCH"].includes(method))).toEqual([]);
});

const writes = () =>
  world.calls.flatMap(({ cluster, method, path, body }) =>
    method === "GET"
      ? []
      : [`${cluster} ${method} ${path.replace(/^.*\/namespaces\/[^/]+\//, "")} ${JSON.stringify(body)}`],
  );

test("the hub moves with its address, users are told, and nothing of the old generation runs any more", async () => {
  world.old.addServer("ada");
  world.old.addServer("ben");
  world.old.users = world.own.users = ["ada", "ben"];
  const outcome = await world.run();
  expect(outcome).toMatchObject({ kind: "handedOver", from: "old", servers: 2, evicted: 0 });
  expect(outcome).toMatchObject({ seconds: { notice: 60 } });
  expect(world.own.serves()).toBe(true);
  expect(world.own.servers()).toHaveLength(2);
  expect([world.old.usesVolumes(), world.old.signs(), world.old.announced]).toEqual([false, false, undefined]);
  expect(world.old.state()).toEqual({ state: "stopped", to: "new" });
  expect(world.own.state()).toMatchObject({ state: "serving", generation: "new", since: expect.any(String) as string });
  expect(world.fenced).toEqual([world.old.fake.uid]);
  expect(writes()).toMatchSnapshot();
  expect(
    world.reported.filter((line, at) => at === 0 || line.slice(0, 40) !== world.reported[at - 1]?.slice(0, 40)),
  ).toMatchSnapshot();
  expect(world.said).toMatchSnapshot();
});

test("run again, nothing is written", async () => {
  await world.run();
  world.calls.length = 0;
  expect(await world.run({ predecessor: undefined })).toEqual({ kind: "unchanged" });
  expect(writes()).toEqual([]);
  expect(world.calls.filter(({ path }) => !path.endsWith("/reattachment"))).toHaveLength(11);
  // The same while the old cluster is still there, as where its removal has failed; it is only made sure of.
  world.calls.length = 0;
  expect(await world.run()).toEqual({ kind: "unchanged" });
  expect(writes()).toEqual([]);
});

test("nobody waits for a notice where nobody has a server", async () => {
  expect(await world.run()).toMatchObject({ kind: "handedOver", servers: 0, seconds: { notice: 0 } });
});

test("a notice of 0 stops servers at once", async () => {
  world.old.addServer("ada");
  expect(await world.run({ spec: { ...spec, notice: 0 } })).toMatchObject({ servers: 1, seconds: { notice: 0 } });
});

test("a hub that does not stop servers is not waited for longer than it may take", async () => {
  world.old.obeys = false;
  world.old.addServer("ada");
  world.old.addServer("ben");
  const outcome = await world.run();
  expect(outcome).toMatchObject({ kind: "handedOver", servers: 2, evicted: 2 });
  expect(world.said.join("\n")).toContain(
    "The hub of generation old has not stopped 2 servers within 30 s; they are evicted.",
  );
});

test("a hub that starts servers again as they end, knowing of no handover, is stopped before the last of them", async () => {
  world.old.obeys = false;
  world.old.users = ["ada", "ben"];
  world.pass(1_000);
  expect(await world.run()).toMatchObject({ kind: "handedOver", servers: 4, evicted: 4 });
});

test("a server that a hub starts in the last moment is evicted before anything is attached", async () => {
  world.before = ({ path }) => {
    if (path.endsWith("/deployments/hub/scale") && world.old.servers().length === 0) world.old.addServer("late");
  };
  expect(await world.run()).toMatchObject({ kind: "handedOver", evicted: 1 });
});

test("a fresh stack starts, with nobody to take over from", async () => {
  world.old.switchOff();
  expect(await world.run({ predecessor: undefined })).toEqual({ kind: "started" });
  expect(world.own.state()).toMatchObject({ state: "serving" });
  expect(world.calls.some(({ cluster }) => cluster === "old")).toBe(false);
});

test("a stack that was made before there were handovers is one that serves", async () => {
  world = new World();
  world.old.fake.store.remove("/api/v1/namespaces/hub/configmaps", "handover");
  world.old.addServer("ada");
  expect(await world.run()).toMatchObject({ kind: "handedOver", servers: 1, seconds: { notice: 60 } });
});

test("a predecessor without a hub has nothing to announce; its address is taken all the same", async () => {
  const { store, workloads } = world.old.fake;
  for (const [namespace, name] of [
    ["hub", "hub"],
    ["dsaas-storage", "inventory"],
  ] as const) {
    store.remove(`/apis/apps/v1/namespaces/${namespace}/deployments`, name);
    store.remove(`/apis/apps/v1/namespaces/${namespace}/replicasets`, `${name}-1`);
    for (const { metadata } of workloads.pods(namespace, name))
      store.remove(`/api/v1/namespaces/${namespace}/pods`, metadata.name);
  }
  expect(await world.run()).toEqual({ kind: "started" });
  expect(world.fenced).toEqual([world.old.fake.uid]);
  expect(writes().some((line) => line.includes(parkingAddress))).toBe(true);
});

test("a predecessor that does not answer is left to the inventory's heartbeat, and its address is warned of", async () => {
  world.old.away = true;
  // Its machines run on: attaching sees that they do, and refuses.
  expect(String(await world.run())).toContain("Cluster lab-old still uses the volumes.");
  expect(world.said[0]).toContain(`it may go on to announce ${address}`);
  expect(world.own.state()).toBeUndefined();
  world.old.switchOff();
  expect(await world.run()).toEqual({ kind: "started" });
  expect(world.fenced).toEqual([undefined, undefined]);
});
