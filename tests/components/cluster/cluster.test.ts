import * as pulumi from "@pulumi/pulumi";
import { Cluster } from "../../../components/cluster";
import { caCertHash } from "../../../components/cluster/fingerprint";
import type { Machine } from "../../../components/machines/types";
import { machines as planned, spec } from "./fixtures";
import { mocks, valueOf, type Registered } from "./mocks";
import { authority, type Authority } from "./pki.fixtures";

jest.mock("../../../components/cluster/access/readiness");
import { waitForApi, waitForNodes } from "../../../components/cluster/access/readiness";

const machines: Machine[] = planned.map(({ name, role, address }) => ({
  name,
  role,
  address,
  id: pulumi.output(name),
}));
const ready = machines.map(({ name, role, address }) => ({ name, role, address, version: "v1.34.0" }));
let ca: Authority;
let registered: Registered[];

beforeAll(async () => {
  ca = await authority();
});

// The next test's mocks must not meet what this one still registers.
afterEach(() => pulumi.runtime.disconnect());

async function deploy(preview: boolean): Promise<Cluster> {
  registered = [];
  await pulumi.runtime.setMocks(mocks(registered, ca), "dsaas", "test", preview);
  jest.mocked(waitForApi).mockReset().mockResolvedValue();
  jest.mocked(waitForNodes).mockReset().mockResolvedValue(ready);
  const administrator = pulumi.secret(await ca.issue("administrator"));
  const identity = {
    caCertificate: pulumi.output(ca.certificate),
    administrator,
    access: pulumi.secret({
      endpoint: "https://198.18.0.10:6443",
      caCertificate: ca.certificate,
      credentials: administrator,
    }),
    userData: () => pulumi.secret(""),
  };
  return new Cluster("test", { identity, spec, machines });
}

test("up: the API is waited for before the kubeconfig, the nodes after the pod network", async () => {
  const cluster = await deploy(false);
  expect(await valueOf(cluster.nodes)).toEqual(ready);
  expect(await pulumi.isSecret(cluster.nodes)).toBe(false);
  expect(waitForApi).toHaveBeenCalledTimes(1);
  expect(jest.mocked(waitForApi).mock.calls[0]?.[0]).toMatchObject({ endpoint: "https://198.18.0.10:6443" });
  expect(jest.mocked(waitForApi).mock.calls[0]?.[1]).toMatchObject({ name: "lab-0123abcd-control-1" });
  expect(jest.mocked(waitForNodes).mock.calls[0]?.[1]).toHaveLength(5);
});

test("up: no kubeconfig while the API does not answer", async () => {
  const cluster = await deploy(false);
  let answer: () => void = () => undefined;
  jest.mocked(waitForApi).mockImplementation(() => new Promise((resolve) => (answer = resolve)));
  let known = false;
  cluster.kubeconfig.apply(() => (known = true));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(known).toBe(false);
  answer();
  await valueOf(cluster.nodes);
});

test("preview contacts nothing", async () => {
  const cluster = await deploy(true);
  // What a preview expects is what the cluster reports later: no change where there is none.
  expect(await valueOf(cluster.nodes)).toEqual(ready);
  expect(waitForApi).not.toHaveBeenCalled();
  expect(waitForNodes).not.toHaveBeenCalled();
});

test("the kubeconfig is secret and complete", async () => {
  const { kubeconfig, nodes } = await deploy(true);
  await valueOf(nodes);
  expect(await pulumi.isSecret(kubeconfig)).toBe(true);
  const text = await valueOf(kubeconfig);
  expect(text).toContain("server: https://198.18.0.10:6443");
  expect(text).toContain(Buffer.from(ca.certificate).toString("base64"));
});

test("the provider keeps its identity as long as cluster and CA do", async () => {
  const cluster = await deploy(true);
  await valueOf(cluster.nodes);
  const provider = registered.find(({ type }) => type === "pulumi:providers:kubernetes");
  expect(provider?.inputs).toMatchObject({
    clusterIdentifier: `lab-0123abcd-${caCertHash(ca.certificate).slice(7, 23)}`,
    deleteUnreachable: "true",
    upsertExistingObjects: "true",
  });
});

test("the pod network's objects", async () => {
  const cluster = await deploy(true);
  await valueOf(cluster.nodes);
  const objects = registered.filter(({ type }) => type.startsWith("kubernetes:"));
  expect(objects.map(({ type, name, inputs }) => ({ type, name, metadata: inputs["metadata"] }))).toMatchSnapshot();
});
