import { readdirSync } from "node:fs";
import { join } from "node:path";
import { prepare } from "../../lab/commands/up";
import { labDir } from "../../lab/paths";
import { pulumi, pulumiText, stackArgs, stackOutputs } from "../../lab/pulumi";
import { lab } from "./command";
import { killedAtEach, type Moment } from "./killed";

const moments: readonly Moment[] = [
  [/PrivateKey .* creating/, 100],
  [/Folder .* creating/, 20],
  [/ResourcePool .* creating/, 20],
  [/TagCategory .* creating/, 20],
  [/:Tag .* creating/, 20],
  [/:Tag .* creating/, 50],
  [/VirtualMachine .* creating/, 50],
  [/VirtualMachine .* creating/, 400],
  [/VirtualMachine .* creating/, 1500],
  [/AntiAffinityRule .* creating/, 50],
  [/waiting for the API/, 3000],
  [/:Namespace .* creating/, 50],
  [/:(ServiceAccount|ClusterRole) .* creating/, 50],
  [/:DaemonSet .* creating/, 1000],
  [/:(ConfigMap|Secret) .* creating/, 50],
  [/:(Service|NetworkPolicy) .* creating/, 50],
  [/:PersistentVolumeClaim .* creating/, 500],
  [/:Deployment .* creating/, 100],
  [/:Deployment .* creating/, 1500],
  // All is made; the hub is being started.
  [/waits .* more at most/, 3000],
];

beforeAll(async () => {
  const { exitCode, output } = await lab("destroy");
  expect([exitCode, exitCode === 0 ? "" : output]).toEqual([0, ""]);
  await prepare({});
}, 3_000_000);

test("pulumi up killed at 20 points of one bring-up goes on each time", async () => {
  const told = await killedAtEach(moments);
  console.log(told.join("\n"));
  expect(told).toHaveLength(20);
}, 1_800_000);

test("the next run needs no help", async () => {
  const { exitCode, output, seconds } = await lab();
  console.log(`${output}\nafter 20 kills npm run lab took ${Math.round(seconds)} s`);
  expect(exitCode).toBe(0);
}, 1_800_000);

test("nothing is left to change, and nothing is there twice", async () => {
  await pulumi(["preview", ...stackArgs, "--non-interactive", "--expect-no-changes"], { stdio: "pipe" });
  const { nodes } = (await stackOutputs()) as { nodes: { name: string }[] };
  expect(nodes).toHaveLength(5);
  // Every virtual machine of the data centre has its folder there, whether or not a state knows it.
  expect(readdirSync(join(labDir, "machines")).sort()).toEqual(nodes.map(({ name }) => name).sort());
});

// It names what was cut off, and does so on every later run: docs/interrupted.md says how to be rid of that.
test("the list of operations that were cut off goes by the documented command", async () => {
  const pending = async () => {
    const exported = await pulumiText(["stack", "export", "--stack", "lab"]);
    return (JSON.parse(exported) as { deployment: { pending_operations?: unknown[] } }).deployment.pending_operations;
  };
  expect((await pending())?.length).toBeGreaterThan(0);
  await pulumiText(["refresh", ...stackArgs, "--clear-pending-creates", "--yes", "--skip-preview"]);
  expect((await pending()) ?? []).toEqual([]);
});
