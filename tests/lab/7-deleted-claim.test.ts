import { kubectl, list } from "../../lab/kubectl";
import { labSecret } from "../../lab/secrets";
import { Session } from "../../lab/session";
import { lab } from "./command";
import { serverGone } from "./servers";

const hub = "https://localhost:8443";
const claim = "home-carla";
const text = `written at ${new Date().toISOString()}`;

const open = async () => Session.open(hub, "carla", await labSecret("people.carla"));
const onClaim = (...args: string[]) => kubectl(...args, "persistentvolumeclaim", claim, "--namespace", "dsaas");

beforeAll(async () => {
  const session = await open();
  await session.startServer("basic");
  await session.write("thesis.txt", Buffer.from(text));
  await session.stopServer();
  await session.close();
  await serverGone("carla");
});

test("nobody deletes a home by mistake, not even an administrator of the cluster", async () => {
  await expect(onClaim("delete", "--wait=false")).rejects.toThrow(/dsaas\/allow-deletion/);
});

test("a claim that was deleted on purpose is not made anew and empty: the user is told", async () => {
  await kubectl("annotate", "persistentvolumeclaim", claim, "--namespace", "dsaas", "dsaas/allow-deletion=true");
  await onClaim("delete");
  const session = await open();
  expect(await session.refusedServer("basic")).toMatch(/not attached|administrator/i);
  await session.close();
  const claims = await list<{ metadata: { name: string } }>("persistentvolumeclaims", "--namespace", "dsaas");
  expect(claims.map(({ metadata }) => metadata.name)).not.toContain(claim);
});

test("the same command attaches it again, and the file is there", async () => {
  const { exitCode, output } = await lab();
  expect([exitCode, exitCode === 0 ? "" : output]).toEqual([0, ""]);
  expect(output).toContain("Re-attachment: 1 volume attached");
  const session = await open();
  await session.startServer("basic");
  expect((await session.read("thesis.txt")).toString()).toBe(text);
  await session.close();
});
