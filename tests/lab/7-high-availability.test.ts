import { machines, offices, untilWell, type Machines } from "../../lab/faults/cluster";
import * as faults from "../../lab/faults/faults";
import { goToWork, targets, type AtWork } from "../../lab/faults/notebook";
import { services } from "../../lab/faults/probes";
import { run } from "../../lab/faults/run";
import { Watch } from "../../lab/faults/watch";
import { list } from "../../lab/kubectl";
import { lab } from "./command";

// Somebody works in a notebook, somebody else logs in again and again, all the time. Each of these ends only when every
// service answers again; the kernel's answer is a value that this very kernel process alone has in its memory. An answer
// may take ten seconds, so that what counts as a failure here is one, and not a machine that is busy.

let all: Machines;
let work: AtWork;
let watch: Watch;

beforeAll(async () => {
  // Whatever a test before has last previewed, this is the stack as its file has it.
  const { exitCode, output } = await lab();
  expect([exitCode, exitCode === 0 ? "" : output]).toEqual([0, ""]);
  all = await machines();
  work = await goToWork();
  watch = await Watch.start(await targets(work.kernel, 10_000));
}, 600_000);

afterAll(async () => {
  await watch.stop();
  await work.session.stopServer();
  await work.session.close();
});

test("a control plane that is etcd's leader loses power: all goes on elsewhere, and it comes back as what it was", async () => {
  const before = await offices(all.controlPlanes);
  const leader = all.controlPlanes.find((name) => before[name]?.includes("etcd leader")) ?? "";
  await run(await faults.powerCut(leader, all), watch, all);
  expect(answering()).toEqual(["api", "page", "log-in", "kernel"]);
  const after = await offices(all.controlPlanes);
  expect(after[leader]).not.toContain("etcd leader");
});

test("the hub's pod is killed: nobody at work notices", async () => {
  const { seen } = await run(faults.podKilled("hub"), watch, all);
  expect(seen["log-in"].seconds).toBeGreaterThan(0);
  expect(seen.kernel.seconds).toBe(0);
});

test("the proxy's pod is killed: the same kernel answers as soon as the next one has its routes", async () => {
  const { seen } = await run(faults.podKilled("proxy"), watch, all);
  expect(seen.kernel.seconds).toBeGreaterThan(0);
  expect(seen.api.seconds).toBe(0);
});

test("the directory stops: log-in says so, all else goes on", async () => {
  const { seen } = await run(faults.directoryStopped(), watch, all);
  expect(seen["log-in"].why).toContain("Log-in is not possible right now: the directory does not answer.");
  expect([seen.api.seconds, seen.page.seconds, seen.kernel.seconds]).toEqual([0, 0, 0]);
});

test("the control plane that founded the cluster is destroyed: pulumi up --refresh makes it again, in the same cluster", async () => {
  const [founder = ""] = all.controlPlanes;
  const cluster = await uid("kube-system");
  await run(await faults.controlPlaneDestroyed(founder, all), watch, all);
  // Three members of etcd that vote, and no fourth, are part of being well.
  await untilWell(all);
  expect(answering()).toEqual(["api", "page", "log-in", "kernel"]);
  expect(await uid("kube-system")).toBe(cluster);
  expect((await machines()).controlPlanes).toEqual(all.controlPlanes);
});

/** Services whose last answer was right. */
const answering = () => services.filter((service) => watch.since(service, 0).at(-1)?.ok === true);

async function uid(namespace: string): Promise<string> {
  const found = await list<{ metadata: { name: string; uid: string } }>("namespaces");
  return found.find(({ metadata }) => metadata.name === namespace)?.metadata.uid ?? "";
}
