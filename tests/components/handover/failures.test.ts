/** Whatever fails, the old generation serves again, and what is said tells what to do. */
import { spec, World } from "./world";

let world: World;
beforeEach(() => {
  world = new World();
  world.old.addServer("ada");
  world.old.users = ["ada"];
});
afterEach(() => {
  expect(world.violations).toEqual([]);
  expect(world.calls.filter(({ method }) => !["GET", "POST", "PATCH"].includes(method))).toEqual([]);
});

async function fails(...args: Parameters<World["run"]>): Promise<string> {
  const result = await world.run(...args);
  expect(result).toBeInstanceOf(Error);
  return (result as Error).message;
}
const taken = /The handover was taken back: generation old serves again, and users can start their servers\./;
const oldWrites = () => world.calls.filter(({ cluster, method }) => cluster === "old" && method !== "GET");

/** Nothing of the handover is left in the old generation. */
function oldServes(): void {
  world.pass(5_000);
  expect(world.old.serves()).toBe(true);
  expect(world.old.state()).toMatchObject({ state: "serving", generation: "old" });
  expect(world.own.usesVolumes()).toBe(false);
}

test("a new side that lacks something is waited for, and nothing of the old is touched", async () => {
  world.own.fake.workloads.broken.add("proxy");
  const text = await fails();
  expect(text).toMatch(
    /^While waiting for generation new: Deployment proxy is not available: pod proxy-1: container proxy: CrashLoopBackOff \(waited 2 min\)\.\nNothing was changed: generation old serves as before\./,
  );
  expect(oldWrites()).toEqual([]);
  oldServes();
});

test.each([
  ["deployments", "hub", "hub", "Deployment hub/hub is missing"],
  ["deployments", "dsaas-storage", "inventory", "Deployment dsaas-storage/inventory is missing"],
])("%s %s/%s is missing", async (kind, namespace, name, says) => {
  world.own.fake.store.remove(`/apis/apps/v1/namespaces/${namespace}/${kind}`, name);
  expect(await fails()).toContain(says);
  expect(oldWrites()).toEqual([]);
});

test("a new side without the hub's service", async () => {
  world.own.fake.store.remove("/api/v1/namespaces/hub/services", "proxy-public");
  expect(await fails()).toContain("Service hub/proxy-public is missing");
  expect(oldWrites()).toEqual([]);
});

test("what is known beforehand to stand in the way of attaching is said before anything is touched", async () => {
  const text = await fails({ check: () => Promise.reject(new Error("1 question is open.")) });
  expect(text).toMatch(/^1 question is open\.\nNothing was changed/);
  expect(oldWrites()).toEqual([]);
});

test("volumes that cannot be attached: taken back, and the new generation is not even asked", async () => {
  const text = await fails({
    attach: () => {
      world.own.away = true;
      return Promise.reject(new Error("1 of 3 volumes could not be attached."));
    },
  });
  expect(text).toMatch(/^While attaching volumes: 1 of 3 volumes could not be attached\.\n/);
  expect(text).toMatch(taken);
  oldServes();
});

test("a new hub that never answers: taken back, with the reason and the last thing that it said", async () => {
  world.own.fake.workloads.broken.add("hub");
  world.own.fake.workloads.logs.set("hub-2", "sqlalchemy.exc.OperationalError: no such table\n");
  const text = await fails();
  expect(text).toContain(
    "While starting generation new: Deployment hub is not available: pod hub-2: container hub: CrashLoopBackOff; its last line: sqlalchemy.exc.OperationalError: no such table (waited 2 min).",
  );
  expect(text).toMatch(taken);
  oldServes();
  expect(world.own.state()).toEqual({ state: "stopped", to: "old" });

  // The cause is gone: the same command again.
  world.own.fake.workloads.broken.clear();
  expect(await world.run()).toMatchObject({ kind: "handedOver" });
  expect(world.own.serves()).toBe(true);
  expect(world.old.usesVolumes()).toBe(false);
});

test("a new hub that users have begun to use already: their servers end before the old one has the volumes", async () => {
  world.own.users = ["ada", "ben"];
  world.own.fake.workloads.broken.add("proxy");
  // Ready before the handover, and no longer afterwards.
  world.before = ({ path }) => {
    if (path.endsWith("/scale")) world.own.fake.workloads.broken.add("proxy");
  };
  world.own.fake.workloads.broken.delete("proxy");
  const text = await fails();
  expect(world.calls.some(({ cluster, path }) => cluster === "new" && path.endsWith("/jupyter-ben/eviction"))).toBe(
    true,
  );
  expect(text).toMatch(taken);
  oldServes();
});

test("an address that is never announced: taken back", async () => {
  Object.assign(world.own, { kubeVip: () => undefined });
  expect(await fails()).toContain("address 192.0.2.80 is not announced yet (waited 2 min).");
  oldServes();
});

test("a machine that does not answer may still run a server: refused with the remedy before anything is touched", async () => {
  world.old.addServer("ben", "old-2");
  world.old.fake.workloads.lost.add("old-2");
  const text = await fails();
  expect(text).toContain(
    "1 pod of generation old (jupyter-ben) may still run and use a volume on a machine that does not answer (old-2). Switch that machine off in the cloud's console; when you know that it is off: kubectl delete node old-2 (waited 2 min).",
  );
  expect(text).toContain("Nothing was changed");
  expect(oldWrites()).toEqual([]);
  expect(world.old.serves()).toBe(true);
});

test("a machine that is lost while servers are being stopped: taken back, with the same remedy", async () => {
  world.before = ({ method, path }) => {
    if (method === "PATCH" && path.endsWith("/configmaps/handover")) world.old.fake.workloads.lost.add("old-1");
  };
  world.old.addServer("ben", "old-1");
  const text = await fails({ spec: { ...spec, notice: 0 } });
  expect(text).toContain("kubectl delete node old-1");
  expect(world.own.state()).toBeUndefined();
  expect(world.old.state()).toMatchObject({ state: "serving" });
  // The hub was on the machine that is lost; nothing that was done stands in the way of its starting on another.
  expect(world.fenced).toEqual([]);
});

test("a predecessor whose API is lost in the middle: said that it was not taken back, and the next run goes on", async () => {
  world.before = ({ path }) => {
    if (path.endsWith("/deployments/hub/scale")) world.old.away = true;
  };
  const text = await fails();
  expect(text).toContain("Taking the handover back failed too:");
  expect(text).toContain("It may be that no generation serves now. Run the same command again: it goes on from here.");
  expect(world.own.usesVolumes()).toBe(false);
  world.before = () => undefined;
  world.old.away = false;
  expect(await world.run()).toMatchObject({ kind: "handedOver" });
  expect(world.own.serves()).toBe(true);
});

test("a predecessor that lets nobody in is not taken for dead", async () => {
  const failing = { kind: "failing", call: 1, times: 1_000, how: 401 } as const;
  expect(await fails({}, failing)).toMatch(/^The cluster of generation old answers, and refuses to be asked/);
  expect(world.fenced).toEqual([]);
});

test("a generation that was stopped for another does not begin to serve by itself", async () => {
  world.own.served({ state: "stopped", to: "green" });
  world.old.switchOff();
  const text = await fails({ predecessor: undefined });
  expect(text).toContain("Run pulumi up once with the configuration of generation green");
  expect(world.fenced).toEqual([]);
});

test("a generation whose users were told, and no more, goes on to serve", async () => {
  world.old.switchOff();
  world.own.served({ state: "announced", until: "2026-11-21T08:00:00Z", to: "green" });
  expect(await world.run({ predecessor: undefined })).toEqual({ kind: "started" });
  expect(world.own.serves()).toBe(true);
});

test("two generations that both say that they serve are for somebody to look at", async () => {
  world.own.setState({ state: "serving", generation: "new" });
  expect(await fails()).toMatch(/^Generations old and new both are marked as serving/);
  expect(world.calls.filter(({ method }) => method !== "GET")).toEqual([]);
});

test("a new generation that somebody has started before its time is stopped before all else, in time", async () => {
  world.own.fake.workloads.broken.add("hub");
  await fails();
  world.own.fake.workloads.broken.clear();
  world.calls.length = 0;
  world.own.fake.store.patch("/apis/apps/v1/namespaces/hub/deployments", "hub", { spec: { replicas: 1 } });
  await world.run();
  const writes = world.calls.flatMap(({ cluster, method, path }) => (method === "GET" ? [] : [`${cluster} ${path}`]));
  expect(writes[0]).toBe("new /apis/apps/v1/namespaces/hub/deployments/hub/scale");
  expect(world.own.serves()).toBe(true);
});
