/** Once over the network, with the client that is used in earnest: everything else here goes without. */
import { callApi } from "../../../components/kubernetes/apiclient";
import { FakeKubernetes } from "../../fakes/kubernetes";
import { fakeArgs } from "./cluster";
import { World } from "./world";

test("a handover between two API servers, of which each lets in nobody but its own administrator", async () => {
  const [old, own] = await Promise.all(["old", "new"].map((generation) => FakeKubernetes.start(fakeArgs(generation))));
  try {
    const world = new World({ old: old!, own: own! });
    world.call = (access, call, options) => {
      world.pass(10);
      return callApi(access, call, options);
    };
    world.old.addServer("ada");
    world.own.fake.workloads.broken.add("hub");
    world.own.fake.workloads.logs.set("hub-2", "no such table\n");
    const failed = await world.run();
    expect(String(failed)).toContain("its last line: no such table");
    world.own.fake.workloads.broken.clear();
    expect(await world.run()).toMatchObject({ kind: "handedOver", servers: 0 });
    expect(world.own.serves()).toBe(true);
    expect(world.violations).toEqual([]);
    expect([...old!.calls, ...own!.calls].filter(({ method }) => !["GET", "POST", "PATCH"].includes(method))).toEqual(
      [],
    );
  } finally {
    await Promise.all([old!.close(), own!.close()]);
  }
}, 120_000);
