import { setTimeout as pause } from "node:timers/promises";
import { pulumi, stackArgs } from "../../lab/pulumi";
import { labSecret } from "../../lab/secrets";
import { Session } from "../../lab/session";

const hub = "https://localhost:8443";

/** A session of a user, as soon as the hub lets him in: an earlier test may have taken a machine from it just now. */
async function sessionOf(account: string): Promise<Session> {
  const password = await labSecret(`people.${account}`);
  for (const deadline = Date.now() + 180_000; ;) {
    try {
      return await Session.open(hub, account, password);
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await pause(2000);
    }
  }
}

/** Runs Pulumi quietly; its words are only of interest where it finds a change. */
async function unchanged(...args: string[]): Promise<string> {
  const { exitCode, stdout } = await pulumi(
    [...args, ...stackArgs, "--non-interactive", "--expect-no-changes", "--diff", "--color", "never"],
    { stdio: ["ignore", "pipe", "pipe"], reject: false, all: true },
  );
  expect([exitCode, exitCode === 0 ? "" : stdout]).toEqual([0, ""]);
  return stdout;
}

// Machines have redacted their user data by now, controllers have written into every object, and a user's server runs.
test("pulumi refresh finds nothing changed on a stack that is in use", async () => {
  for (const account of ["ben", "alice"]) {
    const session = await sessionOf(account);
    if (account === "alice") await session.startServer("basic");
    await session.close();
  }
  expect(await unchanged("refresh", "--yes", "--skip-preview")).toMatch(/\d+ unchanged/);
}, 900_000);

test("nor does a preview find anything to change after it", async () => {
  expect(await unchanged("preview")).toMatch(/\d+ unchanged/);
});
