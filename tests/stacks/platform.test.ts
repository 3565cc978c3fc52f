import * as pulumi from "@pulumi/pulumi";
import { loadConfig } from "../../stacks/config";
import { generationOfStack } from "../../stacks/ingredients";
import type { LastDeployment } from "../../stacks/lastDeployment";
import { setPath } from "../../lab/stackfile";
import { acceptResourceHooks } from "../resourceHooks";
import { example, valuesOf } from "./example";
import { found } from "./vsphereLookups";

interface Seen {
  type: string;
  name: string;
  provider: string | undefined;
  inputs: Record<string, unknown>;
}

interface Metadata {
  name?: string;
  namespace?: string;
  annotations?: Record<string, string>;
}

const seen: Seen[] = [];
let dataAccess: string;

function config(change?: (config: ReturnType<typeof example>) => void) {
  const plain = example();
  change?.(plain);
  const values = valuesOf(plain);
  return loadConfig({ values, isSecret: () => true, stackName: "prod" });
}

beforeAll(async () => {
  acceptResourceHooks();
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, provider, inputs }) => {
        seen.push({ type, name, provider, inputs: inputs as Record<string, unknown> });
        return { id: `${name}-id`, state: inputs as Record<string, unknown> };
      },
      call: ({ inputs }) => found(inputs as Record<string, unknown>),
    },
    "dsaas",
    "prod",
    true,
    "example",
  );
  // Imported after setMocks: the SDK decides at import time what it talks to (pulumi/pulumi#10975).
  ({ dataAccess } = await deploy(undefined));
});

/** The whole program, but for reading the stack's file. */
async function deploy(last: LastDeployment | undefined) {
  seen.splice(0);
  const { Platform } = await import("../../stacks/platform");
  const { openCloud } = await import("../../stacks/clouds");
  const described = config();
  const cloud = await openCloud("dsaas", "prod", described);
  const logo = "data:image/svg+xml;base64,PHN2Zy8+";
  const platform = new Platform("dsaas", { stackName: "prod", config: described, logo, cloud, last });
  await new Promise((resolve) => platform.storageClasses.apply(resolve));
  await pulumi.runtime.disconnect();
  return platform;
}

test("everything of a stack is made, by type", () => {
  const counts = new Map<string, number>();
  for (const { type } of seen) counts.set(type, (counts.get(type) ?? 0) + 1);
  expect(Object.fromEntries([...counts].sort())).toMatchSnapshot();
});

test("five machines are planned on vSphere, each with its own address", () => {
  const machines = seen.filter(({ type }) => type === "vsphere:index/virtualMachine:VirtualMachine");
  expect(machines).toHaveLength(5);
  expect(new Set(machines.map(({ inputs }) => inputs["name"])).size).toBe(5);
});

test("nothing is left to a default provider", () => {
  const strays = seen.filter(({ type, provider }) => /^(kubernetes|vsphere):/.test(type) && !provider);
  expect(strays.map(({ name }) => name)).toEqual([]);
});

const objects = () => seen.filter(({ type }) => type.startsWith("kubernetes:"));

test("every Kubernetes object is applied under the same name, and keeps its own annotations", () => {
  const all = objects().map(({ inputs }) => (inputs["metadata"] as Metadata).annotations ?? {});
  // A preview does not know those that tell what has been re-attached.
  const annotations = all.filter((known) => !("__pulumiUnknown" in known));
  expect(annotations.length).toBeGreaterThan(50);
  expect(new Set(annotations.map((known) => known["pulumi.com/patchFieldManager"]))).toEqual(new Set(["dsaas"]));
  expect(annotations.filter((known) => Object.keys(known).length > 1).length).toBeGreaterThan(0);
});

// Creating takes over what exists: a resource of another name for the same object would take it over, and Pulumi would
// then delete it under its old name. Whoever changes a line gives the resource an alias, or the object another name too.
test("which resource stands for which Kubernetes object", () => {
  const lines = objects().map(({ type, name, inputs }) => {
    const { namespace = "", name: own = "" } = inputs["metadata"] as Metadata;
    return `${name.replace(/-[0-9a-f]{8}-/, "-<generation>-")}: ${type.split(":").at(-1)} ${namespace}/${own}`;
  });
  expect(lines.sort()).toMatchSnapshot();
  const named = lines.map((line) => line.replace(/^.*?: /, ""));
  expect(new Set(named).size).toBe(named.length);
});

test("every child's name begins with its component's", () => {
  expect(seen.map(({ name }) => name).filter((name) => !name.startsWith("dsaas"))).toEqual([]);
});

test("the way to users' files is printed, as the storage has it", () => {
  expect(dataAccess).toContain("dsaas:storage.export");
});

describe("the generation", () => {
  const of = (key: string, value: unknown, template = "uuid-1") => {
    const changed = config((plain) => setPath(plain, key, value));
    if (changed.vsphere === undefined) throw new Error("the example has lost its dsaas:vsphere");
    return generationOfStack(changed, changed.vsphere.network, { template });
  };
  const first = of("dsaas:platform", "vsphere");

  test("changes with the template itself, whatever its name", () =>
    expect(of("dsaas:platform", "vsphere", "uuid-2")).not.toBe(first));

  test.each([
    ["dsaas:cluster.kubernetesVersion", "v1.34.1"],
    ["dsaas:cluster.pools[1].memoryMiB", 65536],
    ["dsaas:cluster.virtualIps.green", "192.0.2.13"],
    ["dsaas:cluster.rotation", "2026-11"],
    ["dsaas:vsphere.network.nameservers", ["192.0.2.3"]],
    ["dsaas:vsphere.network.lastAddress", "192.0.2.98"],
    ["dsaas:cluster.registryMirrors", [{ registry: "_default", endpoint: "https://mirror.example.org" }]],
  ])("changes with %s", (key, value) => expect(of(key, value)).not.toBe(first));

  test.each([
    ["dsaas:vsphere.password", "another"],
    ["dsaas:cluster.pools[1].count", 3],
    ["dsaas:hub.branding.institution", "Another University"],
    ["dsaas:hub.culling", { idleAfter: 60 }],
  ])("stays with %s", (key, value) => expect(of(key, value)).toBe(first));
});

// The whole program is evaluated six times.
describe("sides", () => {
  jest.setTimeout(60_000);
  const names = () => seen.map(({ name }) => name);
  const machines = () => seen.filter(({ type }) => type === "vsphere:index/virtualMachine:VirtualMachine");
  const addresses = () =>
    machines().map(({ inputs }) => JSON.stringify(inputs["ignoredGuestIps"]) + String(inputs["name"]));

  test("a first generation stands on blue, and stays there when the same is deployed again", async () => {
    const first = await deploy(undefined);
    expect(first.side).toBe("blue");
    const before = [names().sort(), addresses()];
    const again = await deploy({ generation: first.generation, side: "blue" });
    expect([again.side, again.generation]).toEqual(["blue", first.generation]);
    expect([names().sort(), addresses()]).toEqual(before);
  });

  test("another generation is built on the other side, and shares nothing with it but what outlives generations", async () => {
    const first = await deploy(undefined);
    const before = new Set(names());
    const next = await deploy({ generation: "0a1b2c3d", side: "blue" });
    expect(next.side).toBe("green");
    expect(machines().map(({ name }) => name.replace(/-machines-.*/, ""))).toEqual(Array(5).fill("dsaas-green"));
    expect(names().filter((name) => !before.has(name) && !name.startsWith("dsaas-green-machines"))).toEqual([]);
    expect(names().filter((name) => name.includes(first.generation)).length).toBeGreaterThan(50);
    const back = await deploy({ generation: "0a1b2c3d", side: "green" });
    expect(back.side).toBe("blue");
  });

  // Their addresses are the side's, and whatever else answers there later is not theirs.
  test("all that is in a cluster bears its generation's name, and goes with that generation", async () => {
    const { generation } = await deploy(undefined);
    const inCluster = seen.filter(({ type }) => type.startsWith("kubernetes:"));
    expect(inCluster.filter(({ name }) => !name.startsWith(`dsaas-${generation}`)).map(({ name }) => name)).toEqual([]);
    const keys = seen.filter(({ type, name }) => /^(random|tls):/.test(type) && name.includes("identity"));
    expect(keys.filter(({ name }) => !name.startsWith(`dsaas-${generation}-identity`))).toEqual([]);
  });

  test("the hub's secrets and its certificate are not a generation's", () => {
    const kept = seen.filter(({ type }) => /^(random|tls):/.test(type)).map(({ name }) => name);
    expect(kept.filter((name) => !/-[0-9a-f]{8}-identity/.test(name)).sort()).toMatchSnapshot();
  });
});
