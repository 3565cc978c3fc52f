import { nodeLabels } from "../../../../components/cluster/userdata/labels";
import { machine } from "../fixtures";

const labels = (given: Record<string, string>) =>
  nodeLabels(machine("worker-1", "worker", "198.18.0.30", { labels: given }));

test("the pool is always a label, and order never matters", () => {
  expect(labels({ b: "2", a: "1" })).toBe("a=1,b=2,dsaas/pool=worker");
  expect(labels({ a: "1", b: "2" })).toBe(labels({ b: "2", a: "1" }));
});

test.each([
  "node.kubernetes.io/kind",
  "topology.kubernetes.io/zone",
  "example.org/kubernetes.io",
  "example.kubelet.kubernetes.io/a",
])("%s is allowed", (key) => expect(labels({ [key]: "x" })).toContain(`${key}=x`));

test.each([
  "node-role.kubernetes.io/worker",
  "kubernetes.io/foo",
  "node-restriction.kubernetes.io/a",
  "k8s.io/a",
  "a.k8s.io/b",
])("%s is refused, naming pool and remedy", (key) =>
  expect(() => labels({ [key]: "x" })).toThrow(new RegExp(`pool "worker": label "${key}".*use a prefix outside`)),
);
