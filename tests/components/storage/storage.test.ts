import { storageProblem } from "../../../components/storage/drivers";
import type { StorageSpec } from "../../../components/storage";
import { recordResources, settled, valueOf } from "../hub/mocks";

const registered = recordResources();
const local: StorageSpec = { driver: "local", path: "/srv/dsaas" };

async function create(name: string, spec: StorageSpec) {
  const { Storage } = await import("../../../components/storage");
  const storage = new Storage(name, { spec });
  const classes = { home: await valueOf(storage.homeClass), all: await valueOf(storage.classNames) };
  await settled();
  return { classes, resources: registered.filter((resource) => resource.name.startsWith(name)) };
}

test("local: every manifest", async () => {
  const { classes, resources } = await create("storage", local);
  expect(classes).toEqual({ home: "dsaas-home", all: ["dsaas-home"] });
  expect(resources).toMatchSnapshot();
});

test("local: homes are named from namespace and claim, and outlive their claims", async () => {
  const { resources } = await create("homes", local);
  const home = resources.find(({ name }) => name === "homes-home")!.inputs;
  expect(home).toMatchObject({
    reclaimPolicy: "Retain",
    parameters: { pathPattern: "{{ .PVC.Namespace }}/{{ .PVC.Name }}" },
  });
});

test("local: nothing in the scripts removes anything", async () => {
  const { resources } = await create("scripts", local);
  const config = resources.find(({ name }) => name === "scripts-config")!.inputs;
  const { setup, teardown } = config["data"] as Record<string, string>;
  expect(`${setup}${teardown}`).not.toMatch(/\b(rm|rmdir|mv|find|truncate)\b|>\s*"/);
});

test.each([
  ["/srv/dsaas", undefined],
  ["srv", "storage.path"],
  ["/", "storage.path"],
  ["/srv/../etc", "storage.path"],
])("path %s", (path, key) => {
  const problem = storageProblem({ driver: "local", path });
  if (key === undefined) expect(problem).toBeUndefined();
  else expect(problem).toContain(`${key}: ${JSON.stringify(path)}`);
});

test("an unknown driver is named", () => {
  expect(storageProblem({ driver: "nfs" } as unknown as StorageSpec)).toContain('storage.driver: "nfs"');
});
