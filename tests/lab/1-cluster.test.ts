import { list } from "../../lab/kubectl";
import { lab } from "./command";

interface Node {
  metadata: { name: string; labels: Record<string, string> };
  status: { conditions: { type: string; status: string }[]; nodeInfo: { kubeletVersion: string } };
}

test("npm run lab brings the stack up and says how to log in", async () => {
  const { exitCode, output, seconds } = await lab();
  console.log(`${output}\nnpm run lab took ${Math.round(seconds)} s`);
  expect(exitCode).toBe(0);
  expect(output).toMatch(/Hub\s+https:\/\/localhost:8443/);
}, 3_000_000);

test("five nodes are Ready: three control planes and two workers of one version", async () => {
  const nodes = await list<Node>("nodes");
  const ready = nodes.filter((n) => n.status.conditions.some((c) => c.type === "Ready" && c.status === "True"));
  expect(ready).toHaveLength(5);
  const role = "node-role.kubernetes.io/control-plane";
  expect(nodes.filter((n) => role in n.metadata.labels)).toHaveLength(3);
  expect(new Set(nodes.map((n) => n.status.nodeInfo.kubeletVersion))).toEqual(new Set(["v1.34.0"]));
});

// Agents of the nodes that joined last may still be starting when the hub serves.
test("every pod of the platform runs", async () => {
  type Pod = { metadata: { name: string }; status: { phase: string } };
  const idle = async () => {
    const pods = await list<Pod>("pods", "--all-namespaces");
    expect(pods.length).toBeGreaterThan(20);
    return pods.filter(({ status }) => status.phase !== "Running").map(({ metadata }) => metadata.name);
  };
  for (let tries = 0; (await idle()).length > 0 && tries < 60; tries++)
    await new Promise((done) => setTimeout(done, 1000));
  expect(await idle()).toEqual([]);
});
