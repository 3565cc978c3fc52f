import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { storageDir } from "../../lab/datacentre/services";
import { kubectl, list } from "../../lab/kubectl";
import { labSecret } from "../../lab/secrets";
import { Session } from "../../lab/session";

const hub = "https://localhost:8443";
const namespace = "dsaas";

interface Pod {
  metadata: { name: string; uid: string };
}

const servers = () => list<Pod>("pods", "--namespace", namespace, "--selector", "component=singleuser-server");
const open = async (user: string) => Session.open(hub, user, await labSecret(`people.${user}`));

/** Empties the folders of the hub's own volumes; the volumes themselves stay. */
async function empty(claim: string): Promise<void> {
  const folder = join(storageDir, namespace, claim);
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true });
}

/** A new pod of the hub, as after any failure. */
async function restartHub(): Promise<void> {
  await kubectl("delete", "pod", "--namespace", namespace, "--selector", "component=hub", "--wait");
  await kubectl("rollout", "status", "deployment/hub", "--namespace", namespace, "--timeout=180s");
}

const backup = /jupyterhub-\d{8}T\d{6}Z\.sqlite\.gz/;

/** Waits until there is a backup. */
async function untilBackup(): Promise<void> {
  const folder = join(storageDir, namespace, "hub-backup");
  const there = async () => (await readdir(folder)).some((name) => backup.test(name));
  for (let tries = 0; tries < 120 && !(await there()); tries++) await new Promise((done) => setTimeout(done, 1000));
  expect(await there()).toBe(true);
}

test("a backup is there soon after the hub has started", untilBackup);

test("the database is lost with all backups while people work: their servers run on and the new hub knows them", async () => {
  const ben = await open("ben");
  await ben.startServer("basic");
  await ben.write("before.txt", Buffer.from("written before the loss"));
  const before = (await servers()).map(({ metadata }) => metadata.uid).sort();
  expect(before.length).toBeGreaterThan(0);

  await empty("hub-db");
  await empty("hub-backup");
  await restartHub();

  const again = await open("ben");
  // Already running: startServer only looks, and logs in to the server through the new hub.
  await again.startServer("basic");
  expect((await again.read("before.txt")).toString()).toBe("written before the loss");
  expect((await servers()).map(({ metadata }) => metadata.uid).sort()).toEqual(before);
  await Promise.all([ben.close(), again.close()]);
});

test("a database that is damaged is restored from its backup when the hub starts", async () => {
  await untilBackup();
  await empty("hub-db");
  await restartHub();
  const log = await kubectl("logs", "--namespace", namespace, "deployment/hub", "--container", "hub");
  expect(log).toMatch(backup);
  await (await open("ben")).close();
});
