import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { storageProblem } from "../../../components/storage/drivers";
import type { LocalStorage, StorageSpec } from "../../../components/storage";
import { FakeKubernetes } from "../../fakes/kubernetes";
import { isSecret, recordResources, settled, valueOf } from "../hub/mocks";

const registered = recordResources();
const recovery = { choose: {}, skip: [] };
const local: LocalStorage = { driver: "local", path: "/srv/dsaas", recovery };

let folder: string;
let fake: FakeKubernetes;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "dsaas-storage-"));
  fake = await FakeKubernetes.start({ name: "lab-1" });
  // The only thing that these tests show is on the screen of whoever runs them.
  jest.spyOn(pulumi.log, "info").mockResolvedValue(undefined);
});
afterEach(async () => {
  jest.restoreAllMocks();
  await fake.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The component as the platform makes it, and every name that it gave a resource before anything was awaited. */
async function construct(name: string) {
  const { Storage } = await import("../../../components/storage");
  const space = new k8s.core.v1.Namespace(`space-of-${name}`, { metadata: { name: "hub" } });
  const args = {
    spec: { ...local, seenAt: folder },
    key: pulumi.secret("the key"),
    cluster: "lab-1",
    hub: { namespace: "hub", space, claims: ["hub-db"], homeGiB: 10, image: "registry.example.org/hub:1" },
  };
  const constructed: string[] = [];
  const watching = (more: pulumi.ResourceTransformationArgs) => void constructed.push(more.name);
  const storage = new Storage(name, args, { transformations: [watching] });
  return { storage, constructed, atOnce: [...constructed] };
}

async function create(name: string) {
  const { storage, ...names } = await construct(name);
  const classes = { home: await valueOf(storage.homeClass), all: await valueOf(storage.classNames) };
  await settled();
  return { storage, classes, ...names, resources: registered.filter((resource) => resource.name.startsWith(name)) };
}

test("local: every manifest", async () => {
  const { classes, resources } = await create("storage");
  expect(classes).toEqual({ home: "dsaas-home", all: ["dsaas-home"] });
  // The program's own text is long, and in its files.
  for (const { name, inputs } of resources)
    if (name === "storage-inventory-python") inputs["data"] = Object.keys(inputs["data"] as object);
  expect(resources.sort((a, b) => (a.name < b.name ? -1 : 1))).toMatchSnapshot();
});

test("local: nothing is made of what comes later, and every child bears the component's name", async () => {
  const { constructed, atOnce, resources } = await create("children");
  expect(constructed).toEqual(atOnce);
  expect(atOnce.filter((name) => name !== "children" && !name.startsWith("children-"))).toEqual([]);
  expect(new Set(resources.map(({ name }) => name))).toEqual(new Set(atOnce));
  expect(new Set(atOnce).size).toBe(atOnce.length);
  expect(atOnce.length).toBeGreaterThan(20);
});

test("local: the inventory's key is secret wherever it stands", async () => {
  const { resources } = await create("key");
  const { data } = resources.find(({ name }) => name === "key-inventory-key")!.inputs;
  expect(isSecret(data) || isSecret((data as Record<string, unknown>)["key"])).toBe(true);
  const plain = Buffer.from("the key").toString("base64");
  const others = resources.filter(({ name }) => name !== "key-inventory-key");
  expect(JSON.stringify(others)).not.toMatch(new RegExp(`the key|${plain}`));
});

test("local: homes are named from namespace and claim, and outlive their claims", async () => {
  const { resources } = await create("homes");
  const home = resources.find(({ name }) => name === "homes-home")!.inputs;
  expect(home).toMatchObject({
    reclaimPolicy: "Retain",
    parameters: { pathPattern: "{{ .PVC.Namespace }}/{{ .PVC.Name }}" },
  });
});

test("local: nothing in the scripts removes anything", async () => {
  const { resources } = await create("scripts");
  const config = resources.find(({ name }) => name === "scripts-config")!.inputs;
  const { setup, teardown } = config["data"] as Record<string, string>;
  expect(`${setup}${teardown}`).not.toMatch(/\b(rm|rmdir|mv|find|truncate)\b|>\s*"/);
});

test("local: homes that an earlier cluster left are attached when the handover asks for it, and not before", async () => {
  for (const claim of ["home-ada", "home-bob", "hub-db"]) mkdirSync(join(folder, "hub", claim), { recursive: true });
  const { storage } = await create("attached");
  await valueOf(storage.prepared);
  expect(fake.claims()).toEqual([]);
  const secrets = await valueOf(storage.secrets);
  const report = await storage.reattachment(secrets).attach(fake.access);
  expect(fake.claims().map(({ metadata, status }) => [metadata.name, status.phase])).toEqual([
    ["home-ada", "Bound"],
    ["home-bob", "Bound"],
  ]);
  expect(report.attached).toEqual(["hub/home-ada", "hub/home-bob", "hub/hub-db"]);
  expect(report.stackClaims["hub-db"]).toBeUndefined();
});

test("the storage is looked at once in a deployment, early", async () => {
  const { storage } = await create("once");
  const secrets = await valueOf(storage.secrets);
  expect(storage.reattachment(secrets)).toBe(storage.reattachment(secrets));
  expect(await pulumi.isSecret(storage.secrets)).toBe(true);
});

test.each([
  ["/srv/dsaas", undefined],
  ["srv", "storage.path"],
  ["/", "storage.path"],
  ["/srv/../etc", "storage.path"],
])("path %s", (path, key) => {
  const problem = storageProblem({ ...local, path });
  if (key === undefined) expect(problem).toBeUndefined();
  else expect(problem).toContain(`${key}: ${JSON.stringify(path)}`);
});

test("an unknown driver is named", () => {
  expect(storageProblem({ driver: "nfs" } as unknown as StorageSpec)).toContain('storage.driver: "nfs"');
});
