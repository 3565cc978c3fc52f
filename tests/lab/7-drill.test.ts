import { check, disaster, loseDatabase, participants, work } from "../../lab/drill/drill";
import type { Filed } from "../../lab/drill/files";
import { kubectl } from "../../lab/kubectl";

let filed: Filed[];

beforeAll(async () => {
  filed = await work(participants);
}, 900_000);

test("twenty people have written files", () => {
  expect(participants).toHaveLength(20);
  expect(new Set(filed.map(({ user }) => user)).size).toBe(20);
});

test("a checksum that is not right is noticed, so the drill can tell", async () => {
  const [first] = filed;
  if (first === undefined) throw new Error("nobody has written anything");
  const wrong = { ...first, sha256: "0".repeat(64) };
  const [account = ""] = participants.filter((name) => name.toLowerCase() === first.user);
  expect(await check([account], [wrong])).toEqual([wrong]);
});

test("every machine is lost at once: a preview names every home, one pulumi up brings all of them back", async () => {
  const outcome = await disaster(participants, filed, async () => undefined);
  console.log(`recovered after ${outcome.recovery} s\n${outcome.preview}\n${outcome.done}`);
  expect(outcome.machines).toBe(5);
  // A preview of a stack whose whole cluster is gone works, and says that all of it will be made again.
  expect(outcome.planned.machines).toBe(5);
  expect(outcome.planned.objects).toBeGreaterThan(50);
  expect(outcome.preview).toMatch(/2[0-9] volumes will be attached/);
  for (const account of ["alice", "fhaddad"]) {
    expect(outcome.preview).toContain(`dsaas/home-${account}`);
    expect(outcome.done).toContain(`dsaas/home-${account}`);
  }
  expect(outcome.lost).toEqual([]);
}, 1_500_000);

test("what was re-attached is written down in the cluster", async () => {
  const report = await kubectl("get", "configmap", "reattachment", "--namespace", "dsaas", "--output", "json");
  expect((JSON.parse(report) as { data: { attached: string } }).data.attached).toContain("dsaas/home-alice");
});

test("the same, with the hub's database and its backups lost too", async () => {
  const outcome = await disaster(participants, filed, loseDatabase);
  console.log(`recovered after ${outcome.recovery} s\n${outcome.done}`);
  expect(outcome.lost).toEqual([]);
}, 1_500_000);
