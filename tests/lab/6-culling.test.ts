import { list } from "../../lab/kubectl";
import { lab } from "./command";

interface Object {
  metadata: { name: string; uid: string };
}
const servers = () => list<Object>("pods", "--namespace", "dsaas", "--selector", "component=singleuser-server");

test("an idle server is culled, and the change that shortens the time touches no machine", async () => {
  const machines = async () => (await list<Object>("nodes")).map(({ metadata }) => metadata.uid);
  const before = await machines();
  expect((await servers()).length).toBeGreaterThan(0);

  const { exitCode, output } = await lab(
    "--set",
    "dsaas:hub.culling.idleAfter=30",
    "--set",
    "dsaas:hub.culling.checkEvery=5",
  );
  expect([exitCode, exitCode === 0 ? "" : output]).toEqual([0, ""]);

  for (let tries = 0; (await servers()).length > 0 && tries < 150; tries++)
    await new Promise((done) => setTimeout(done, 2000));
  expect(await servers()).toEqual([]);
  expect(await machines()).toEqual(before);
});

test("the culled users' homes are still there", async () => {
  const claims = await list<Object>("persistentvolumeclaims", "--namespace", "dsaas");
  expect(claims.filter(({ metadata }) => /alice|ben/.test(metadata.name))).toHaveLength(2);
});
