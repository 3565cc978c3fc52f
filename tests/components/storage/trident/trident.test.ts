import * as pulumi from "@pulumi/pulumi";
import { complete, credentials, example, homes } from "./example";
import { isSecret, recordResources, settled, valueOf } from "../../hub/mocks";
import type { TridentStorage } from "../../../../components/storage/trident/types";

/** What the program asked the engine for, beyond what Pulumi's mocks tell. */
interface Request {
  name: string;
  type: string;
  parent: string;
  retained: boolean;
  dependencies: string[];
}

interface RegisterRequest {
  getName(): string;
  getType(): string;
  getParent(): string;
  getRetainondelete(): boolean | undefined;
  getDependenciesList(): string[];
}

interface Monitor {
  registerResource(request: RegisterRequest, callback: unknown): unknown;
}

type Create = (typeof import("../../../../components/storage/trident"))["createTridentStorage"];

const registered = recordResources();
const requests: Request[] = [];
const nameOf = (urn: string) => urn.split("::").at(-1) ?? "";

let createTridentStorage: Create;

beforeAll(async () => {
  // The mocks' monitor is the one place that sees parents, dependencies and options.
  const { getMonitor } = pulumi.runtime as unknown as { getMonitor(): Monitor };
  const monitor = getMonitor();
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) => {
    requests.push({
      name: request.getName(),
      type: request.getType(),
      parent: nameOf(request.getParent()),
      retained: request.getRetainondelete() ?? false,
      dependencies: request.getDependenciesList().map(nameOf),
    });
    return register(request, callback);
  };
  // Imported after the mocks are set (pulumi/pulumi#10975); the Kubernetes SDK takes seconds on a busy machine.
  ({ createTridentStorage } = await import("../../../../components/storage/trident"));
}, 60_000);

async function create(name: string, spec: TridentStorage) {
  const parent = new pulumi.ComponentResource("test:Storage", `${name}-parent`);
  const made = createTridentStorage(name, spec, credentials, { parent });
  await valueOf(pulumi.all(made.classNames));
  await settled();
  const own = requests.filter((request) => request.name.startsWith(`${name}-`) && request.name !== `${name}-parent`);
  return {
    made,
    own,
    request: (suffix: string) => own.find((one) => one.name === `${name}-${suffix}`)!,
    inputs: (suffix: string) => registered.find((one) => one.name === `${name}-${suffix}`)!.inputs,
  };
}

/** Everything that a resource waits for, directly or not. */
function waitsFor(name: string): string[] {
  const direct = requests.find((request) => request.name === name)?.dependencies ?? [];
  return [...new Set(direct.flatMap((one) => [one, ...waitsFor(one)]))];
}

test("every object, by type and name, below one parent", async () => {
  const { own } = await create("all", complete());
  expect(own.filter(({ parent }) => parent !== "all-parent")).toEqual([]);
  expect(own.map(({ type, name }) => `${type} ${name}`).sort()).toMatchSnapshot();
});

test("gives the class of homes, every class and every bound backend", async () => {
  const { made } = await create("names", example());
  expect(await valueOf(made.homeClass)).toBe("dsaas-home");
  expect(await valueOf(pulumi.all(made.classNames))).toEqual(["dsaas-home", "dsaas-blocks"]);
  expect(await valueOf(pulumi.all(made.attachable))).toEqual(["homes", "blocks"]);
  expect(made.shelf).toEqual({ kind: "nfs", server: "nfs.example.org", path: "/export/dsaas" });
});

test("kinds, operator, Trident, backends, classes: each waits for the one before", async () => {
  await create("order", example());
  const chain = [
    ["order-operator", "order-orchestrators"],
    ["order-operator", "order-operator-binding"],
    ["order-orchestrator", "order-operator"],
    // Trident looks for snapshots' kinds when it is installed.
    ["order-orchestrator", "order-snapshots-snapshots"],
    ["order-backend-homes", "order-orchestrator"],
    ["order-backend-homes", "order-secret-homes"],
    ["order-autogrow-homes", "order-orchestrator"],
    ["order-class-dsaas-home", "order-backend-homes"],
    ["order-class-dsaas-home", "order-backend-blocks"],
    ["order-class-dsaas-home", "order-autogrow-homes"],
    ["order-snapshots-class", "order-orchestrator"],
  ] as const;
  for (const [later, earlier] of chain)
    expect([later, waitsFor(later)]).toEqual([later, expect.arrayContaining([earlier])]);
});

test("nothing waits for more than it needs: Secrets do not wait for each other's backend", async () => {
  await create("free", example());
  expect(waitsFor("free-secret-homes")).not.toContain("free-backend-blocks");
  expect(waitsFor("free-backend-homes")).not.toContain("free-backend-blocks");
});

test("what volumes are found through stays when the stack goes", async () => {
  const { own } = await create("kept", example());
  const retained = own.filter(({ retained }) => retained).map(({ name }) => name.slice("kept-".length));
  expect(retained.sort()).toEqual([
    "backend-blocks",
    "backend-homes",
    "configurators",
    "namespace",
    "orchestrator",
    "orchestrators",
    "secret-blocks",
    "secret-homes",
    "snapshots-classes",
    "snapshots-contents",
    "snapshots-snapshots",
  ]);
});

test("credentials are secret, in the namespace of Trident, and nowhere else", async () => {
  const { inputs } = await create("secret", example());
  const secret = inputs("secret-homes");
  expect(secret["metadata"]).toMatchObject({ name: "backend-homes", namespace: "trident" });
  expect(isSecret(secret["stringData"])).toBe(true);
  expect(secret["stringData"]).toMatchObject({ value: credentials["homes"] });
  const others = registered.filter(({ name }) => name.startsWith("secret-") && !name.startsWith("secret-secret-"));
  expect(JSON.stringify(others)).not.toMatch(/correct horse|battery staple/);
});

test("without snapshots there is nothing of them", async () => {
  const { own } = await create("bare", { ...example(), snapshots: { enabled: false } });
  expect(own.filter(({ name }) => name.includes("snapshot"))).toEqual([]);
});

test("a home class that is none is named", async () => {
  await expect(create("lost", { ...example(), backends: [homes], homeClass: "homes" })).rejects.toThrow(
    'storage.homeClass: "homes"',
  );
});
