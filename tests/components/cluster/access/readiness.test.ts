import * as pulumi from "@pulumi/pulumi";
import { readyNodes, waitForApi, waitForNodes } from "../../../../components/cluster/access/readiness";
import type { Machine } from "../../../../components/machines/types";
import { apiServer } from "./apiserver.fixtures";

const machines: Machine[] = ["a", "b", "c"].map((name, i) => ({
  name,
  role: i === 0 ? "control-plane" : "worker",
  address: `198.18.0.2${i}`,
  id: pulumi.output(name),
}));
const node = (name: string, ready?: string) => ({
  metadata: { name },
  status: {
    conditions: ready === undefined ? [] : [{ type: "Ready", status: ready }],
    nodeInfo: { kubeletVersion: "v1.34.0" },
  },
});
const quick = { timeout: 0, report: () => undefined };

test("every machine that is Ready is returned, others' nodes are not", () => {
  const list = { items: [node("stale", "Unknown"), node("c", "True"), node("a", "True"), node("b", "True")] };
  expect(readyNodes(machines, list)).toEqual([
    { name: "a", role: "control-plane", address: "198.18.0.20", version: "v1.34.0" },
    { name: "b", role: "worker", address: "198.18.0.21", version: "v1.34.0" },
    { name: "c", role: "worker", address: "198.18.0.22", version: "v1.34.0" },
  ]);
});

test("machines that are missing or not Ready are named", () => {
  expect(() => readyNodes(machines, { items: [node("a", "False"), node("b")] })).toThrow(
    "not joined yet: c; not Ready yet: a, b",
  );
});

test("a missing API is named with the machine to look at", async () => {
  const { access, close } = await apiServer(() => ({ status: 200, body: {} }));
  await close();
  await expect(waitForApi(access, machines[0], quick)).rejects.toThrow(
    /the API at https:\/\/127.*ECONNREFUSED.*Look at \/var\/log\/dsaas-bootstrap.log on a \(198.18.0.20\)/,
  );
});

test("the API counts as there when it grants what only the administrator may", async () => {
  let asked = 0;
  const body = { message: "forbidden" };
  const { access, requests, close } = await apiServer(() =>
    ++asked < 3 ? { status: 403, body } : { status: 200, body },
  );
  const said: string[] = [];
  await waitForApi(access, machines[0], { timeout: 10, report: (message) => said.push(message) });
  await close();
  expect(requests.map(({ path }) => path)).toEqual(Array(3).fill("/api/v1/namespaces/kube-system/services/kube-dns"));
  expect(said).toHaveLength(1);
});

test("nodes are waited for by name", async () => {
  const { access, close } = await apiServer(() => ({ status: 200, body: { items: [node("a", "True")] } }));
  await expect(waitForNodes(access, machines, quick)).rejects.toThrow(/3 nodes.*not joined yet: b, c/);
  await close();
});
