import * as pulumi from "@pulumi/pulumi";
import { loadConfig } from "../../stacks/config";
import { generationOfStack } from "../../stacks/generation";
import { setPath } from "../../lab/stackfile";
import { example } from "./example";

interface Seen {
  type: string;
  name: string;
  provider: string | undefined;
  inputs: Record<string, unknown>;
}

const seen: Seen[] = [];
let dataAccess: string;

function config(change?: (config: ReturnType<typeof example>) => void) {
  const plain = example();
  change?.(plain);
  const values = Object.fromEntries(
    Object.entries(plain).map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  );
  return loadConfig({ values, isSecret: () => true, stackName: "prod" });
}

beforeAll(async () => {
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, provider, inputs }) => {
        seen.push({ type, name, provider, inputs: inputs as Record<string, unknown> });
        return { id: `${name}-id`, state: inputs as Record<string, unknown> };
      },
      call: ({ inputs }) => ({
        ...(inputs as Record<string, unknown>),
        id: "found",
        resourcePoolId: "root",
        guestId: "debian12_64Guest",
        scsiType: "pvscsi",
        disks: [{ size: 10, thinProvisioned: true, eagerlyScrub: false, label: "disk0", unitNumber: 0 }],
      }),
    },
    "dsaas",
    "prod",
    true,
  );
  // Imported after setMocks: the SDK decides at import time what it talks to (pulumi/pulumi#10975).
  const { Platform } = await import("../../stacks/platform");
  const platform = new Platform("dsaas", {
    stackName: "prod",
    config: config(),
    logo: "data:image/svg+xml;base64,PHN2Zy8+",
  });
  ({ dataAccess } = platform);
  await new Promise((resolve) => platform.storageClasses.apply(resolve));
  await pulumi.runtime.disconnect();
});

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

test("every child's name begins with its component's", () => {
  expect(seen.map(({ name }) => name).filter((name) => !name.startsWith("dsaas"))).toEqual([]);
});

test("the way to users' files is printed, as the storage has it", () => {
  expect(dataAccess).toContain("dsaas:storage.export");
});

describe("the generation", () => {
  const of = (key: string, value: unknown) => {
    const changed = config((plain) => setPath(plain, key, value));
    if (changed.vsphere === undefined) throw new Error("the example has lost its dsaas:vsphere");
    return generationOfStack(changed, changed.vsphere);
  };
  const first = of("dsaas:platform", "vsphere");

  test.each([
    ["dsaas:vsphere.template", "dsaas-node-2"],
    ["dsaas:cluster.kubernetesVersion", "v1.34.1"],
    ["dsaas:cluster.pools[1].memoryMiB", 65536],
    ["dsaas:cluster.virtualIp", "192.0.2.12"],
    ["dsaas:cluster.registryMirrors", [{ registry: "_default", endpoint: "https://mirror.example.org" }]],
  ])("changes with %s", (key, value) => expect(of(key, value)).not.toBe(first));

  test.each([
    ["dsaas:vsphere.password", "another"],
    ["dsaas:cluster.pools[1].count", 3],
    ["dsaas:hub.branding.institution", "Another University"],
    ["dsaas:hub.culling", { idleAfter: 60 }],
  ])("stays with %s", (key, value) => expect(of(key, value)).toBe(first));
});
