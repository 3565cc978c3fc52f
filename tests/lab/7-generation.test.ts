import { beginWork, rollOut, standing, type Rollout, type Standing, type Work } from "../../lab/rollout";
import { file } from "../../lab/faults/notebook";
import { datacentreStatus } from "../../lab/datacentre/datacentre";
import { execInMachine } from "../../lab/datacentre/exec";
import { lab } from "./command";

let work: Work;
let first: Standing;

beforeAll(async () => {
  first = await standing();
  work = await beginWork();
});
afterAll(() => work.watch.stop());

const deploy = (...args: string[]) => rollOut(work, () => succeed(...args));

async function succeed(...args: string[]): Promise<void> {
  const { exitCode, output } = await lab(...args);
  console.log(
    output
      .split("\n")
      .filter((line) => /^\s+(Handover|Re-attachment)/.test(line))
      .join("\n"),
  );
  expect([exitCode, exitCode === 0 ? "" : output]).toEqual([0, ""]);
}

function show(what: string, { seconds, page, logIn, told }: Rollout): void {
  console.log(
    `${what}: ${seconds} s; without the log-in page ${page} s, without log-in ${logIn} s; told: ${told.join(", ")}`,
  );
}

test("a change to the hub alone touches no machine", async () => {
  const { exitCode, output } = await lab("preview", "--set", 'dsaas:hub.branding.announcement="Closed on Friday"');
  expect(exitCode).toBe(0);
  expect(output).toMatch(/kubernetes:core\/v1:ConfigMap: \(replace\)\s+\[id=dsaas\/hub-settings\]/);
  expect(output).not.toMatch(/^ *[-+~]+ *vsphere:/m);
});

test("a change to machines is a complete new generation beside the old one; the hub moves, and the old one is gone", async () => {
  const preview = await lab("preview", "--set", 'dsaas:cluster.rotation="once"');
  expect(preview.output).toMatch(/1 server of users will be stopped/);

  const rollout = await deploy("--set", 'dsaas:cluster.rotation="once"');
  show("a new generation", rollout);
  const { before, after, told } = rollout;
  expect(after.generation).not.toBe(before.generation);
  expect([before.side, after.side].sort()).toEqual(["blue", "green"]);
  expect(after.hubUrl).toBe(before.hubUrl);
  expect(after.machines).toHaveLength(before.machines.length);
  expect(after.machines.filter((name) => !name.includes(after.generation))).toEqual([]);
  expect(told.filter((state) => state === "announced" || state === "draining")).toEqual(["announced", "draining"]);
  // The aim is 60 s on idle machines; these two cores made five machines of a cluster meanwhile.
  expect(rollout.page).toBeLessThan(180);
});

test("whoever was logged in still is, and finds the same files", async () => {
  await work.session.startServer("basic");
  expect(String(await work.session.read(file))).toBe(work.content);
});

/** Sees to it that the hub of a generation that is being built cannot start, once its Deployment is there. */
async function spoilNextHub({ generation }: Standing): Promise<void> {
  const container = `hub=198.18.0.3:5000/dsaas/hub:missing`;
  for (const deadline = Date.now() + 400_000; Date.now() < deadline;) {
    const { machines } = await datacentreStatus();
    const next = machines.find((name) => !name.includes(generation) && name.endsWith("control-plane-1"));
    const spoil = ["kubectl", "--namespace", "dsaas", "set", "image", "deployment/hub", container] as const;
    const done =
      next !== undefined &&
      (await execInMachine(next, spoil).then(
        () => true,
        () => false,
      ));
    if (done) return;
    await new Promise((again) => setTimeout(again, 200));
  }
  throw new Error("the next generation's hub was never made");
}

test("a new hub that does not start: the old generation takes over again, with the session and the files", async () => {
  const before = await standing();
  let output = "";
  const rollout = await rollOut(work, async () => {
    const [failed] = await Promise.all([
      lab("--set", 'dsaas:cluster.rotation="twice"', "--set", "dsaas:hub.handover.patience=30"),
      spoilNextHub(before),
    ]);
    output = failed.output;
    expect(failed.exitCode).toBe(1);
  });
  show("taken back", rollout);
  console.log(output.split("\n").slice(-25).join("\n"));
  expect(output).toMatch(/ImagePullBackOff|ErrImagePull/);
  expect(output).toContain(`generation ${before.generation} serves again`);
  expect([rollout.after.generation, rollout.after.side]).toEqual([before.generation, before.side]);
  await work.session.startServer("basic");
  expect(String(await work.session.read(file))).toBe(work.content);
});

test("what failed makes way for the next attempt, on the same side", async () => {
  const rollout = await deploy();
  show("after a failed one", rollout);
  expect(rollout.after.generation).toBe(first.generation);
  expect(rollout.after.side).toBe(first.side);
  expect(rollout.after.machines).toEqual(first.machines);
  await work.session.startServer("basic");
  expect(String(await work.session.read(file))).toBe(work.content);
});

test("and a preview then shows no change", async () => {
  const { exitCode, output } = await lab("preview");
  expect(exitCode).toBe(0);
  expect(output).not.toMatch(/^ *[-+~]+ *(vsphere|kubernetes|random|tls|dsaas):/m);
});
