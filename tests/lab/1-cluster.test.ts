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

test("every pod of the platform runs", async () => {
  const pods = await list<{ metadata: { name: string }; status: { phase: string } }>("pods", "--all-namespaces");
  expect(pods.length).toBeGreaterThan(20);
  expect(pods.filter((p) => p.status.phase !== "Running").map((p) => p.metadata.name)).toEqual([]);
});
