/** What `pulumi preview` shows, and that it changes nothing. */
import * as pulumi from "@pulumi/pulumi";
import { Reattachment } from "../../../../components/storage/recovery";
import type { RecoveryPlan } from "../../../../components/storage/recovery";
import { previewRecovery, readRecords } from "../../../../components/storage/recovery/run";
import { told } from "../../../../components/storage/recovery/told";
import { valueOf } from "../../hub/mocks";
import { cluster, foundOf, home, homes, planFor, runOnce, shelfOf, storageWith, systemWith, tidyUp } from "./fixtures";

const said: string[] = [];
beforeAll(() => {
  void pulumi.runtime.setMocks(
    { newResource: ({ name, inputs }) => ({ id: `${name}-id`, state: inputs as object }), call: () => ({}) },
    "project",
    "stack",
    true,
  );
});
beforeEach(() => {
  said.splice(0);
  jest.spyOn(pulumi.log, "info").mockImplementation((line) => Promise.resolve(void said.push(line)));
});
afterEach(async () => {
  jest.restoreAllMocks();
  await tidyUp();
});

let count = 0;
async function preview(plan: RecoveryPlan, access: pulumi.Output<Awaited<ReturnType<typeof cluster>>["access"]>) {
  const resource = new pulumi.ComponentResource("test:Storage", `storage-${++count}`);
  return access.apply((known) => new Reattachment(plan, resource).preview(known));
}

test("counts and names, waits for no cluster, and writes nothing", async () => {
  expect(pulumi.runtime.isDryRun()).toBe(true);
  const records = homes(2, "local");
  const fake = await cluster();
  const plan = planFor("local", {
    shelf: await shelfOf(records),
    system: systemWith(foundOf([...records, home("new")])),
  });
  await valueOf(await preview(plan, pulumi.secret(fake.access)));
  expect(said).toEqual([
    "Re-attachment: 3 volumes will be attached, 0 have their volume already. To attach: hub/home-new, hub/home-user-0000, hub/home-user-0001.",
    "The inventory of 2026-11-21T08:00:00Z lacks 1 volumes that the storage system has: hub/home-new.",
  ]);
  expect(fake.writes).toEqual([]);
});

test("says nothing where nothing is to be done", async () => {
  const records = homes(2, "trident");
  const fake = await cluster({ storage: storageWith(records) });
  const plan = planFor("trident", { shelf: await shelfOf(records) });
  await runOnce(fake, plan);
  const before = fake.writes.length;
  const report = await valueOf(await preview(plan, pulumi.secret(fake.access)));
  expect(report).toMatchObject({ attached: [], already: 2 });
  expect(said).toEqual([]);
  expect(fake.writes).toHaveLength(before);
});

test("an open question is said in full, before what hangs on it fails", async () => {
  const errors: string[] = [];
  jest.spyOn(pulumi.log, "error").mockImplementation((line) => Promise.resolve(void errors.push(line)));
  const fake = await cluster();
  const plan = planFor("local", {
    shelf: await shelfOf(homes(1, "local")),
    decisions: { choose: {}, skip: ["hub/home-nobody"] },
  });
  const resource = new pulumi.ComponentResource("test:Storage", "refusing");
  const run = async () => previewRecovery(plan, await readRecords(plan), fake.access);
  await expect(told(run, resource)).rejects.toThrow("the storage's own message says why");
  expect(errors).toEqual([
    expect.stringMatching(/^Nothing was re-attached.*: 1 question is open\.\n {2}- .*names hub\/home-nobody/),
  ]);
});
