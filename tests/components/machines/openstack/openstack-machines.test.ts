import { gunzipSync } from "node:zlib";
import * as pulumi from "@pulumi/pulumi";
import type {
  OpenStackMachines,
  OpenStackMachinesArgs,
  OpenStackSpace,
  OpenStackSpaceArgs,
} from "../../../../components/machines/openstack";
import type { PlannedMachine } from "../../../../components/machines/types";
import { acceptResourceHooks } from "../../../resourceHooks";
import { secretValue } from "../../../secretValue";
import { controlPlanes, network, pool } from "../fixtures";

interface Recorded {
  type: string;
  name: string;
  provider: string;
  inputs: Record<string, unknown>;
}

// Loading the SDK takes seconds where much else runs.
jest.setTimeout(30_000);

let recorded: Recorded[] = [];
/** Options by resource name; the engine's mock does not show them. */
let options: Record<string, pulumi.CustomResourceOptions> = {};
let Machines: typeof OpenStackMachines;
let Space: typeof OpenStackSpace;
let planMachines: typeof import("../../../../components/machines").planMachines;

beforeAll(async () => {
  acceptResourceHooks();
  await pulumi.runtime.setMocks({
    newResource: ({ type, name, inputs, provider = "" }) => {
      recorded.push({ type, name, inputs, provider });
      return { id: `${name}-id`, state: inputs };
    },
    call: ({ token }) => {
      throw new Error(`${token}: the program asks the cloud itself, not the provider`);
    },
  });
  ({ OpenStackMachines: Machines, OpenStackSpace: Space } = await import("../../../../components/machines/openstack"));
  ({ planMachines } = await import("../../../../components/machines"));
});

beforeEach(() => {
  recorded = [];
  options = {};
});

const api = {
  get: () => Promise.reject(new Error("not asked")),
  remove: () => Promise.reject(new Error("not asked")),
  put: () => Promise.reject(new Error("not asked")),
};

const spaceArgs: OpenStackSpaceArgs = {
  stackName: "demo",
  site: {
    imageId: "image-id",
    flavorIds: { cp: "flavor-cp", worker: "flavor-worker" },
    externalNetworkId: "public-id",
  },
  api,
  network: { ...network, searchDomains: [] },
  apiAddresses: { blue: "198.18.0.10", green: "198.18.0.12" },
  apiHolder: "control-plane",
  hubAddress: "198.18.0.11",
  access: { hub: ["0.0.0.0/0"], api: ["198.18.0.0/24"] },
  podTraffic: { kind: "vxlan" },
};

const machinesArgs = (overrides: Partial<OpenStackMachinesArgs> = {}): Omit<OpenStackMachinesArgs, "space"> => ({
  stackName: "demo",
  generation: "0a1b2c3d",
  machines: planMachines("demo", "0a1b2c3d", [controlPlanes, pool()], network),
  cloudInit: (machine: PlannedMachine) => ({ userData: pulumi.secret(`#cloud-config\n# ${machine.name}\n`) }),
  virtualAddresses: ["198.18.0.10", "198.18.0.11"],
  podTraffic: { kind: "vxlan" },
  disk: { kind: "local" },
  ...overrides,
});

/** Creates both components, waits for all of it, and gives what the engine saw. */
async function create(of: Partial<OpenStackMachinesArgs> = {}, within: Partial<OpenStackSpaceArgs> = {}) {
  const { Provider } = await import("@pulumi/openstack");
  const provider = new Provider("openstack", { authUrl: "http://127.0.0.1:9/v3" });
  const note: pulumi.ResourceTransformation = ({ name, opts }) => {
    options[name] = opts;
    return undefined;
  };
  const space = new Space("space", { ...spaceArgs, ...within }, { provider, transformations: [note] });
  const component = new Machines("demo", { ...machinesArgs(of), space }, { provider, transformations: [note] });
  await new Promise((resolve) => pulumi.all(component.machines.map(({ id }) => id)).apply(resolve));
  await pulumi.runtime.disconnect();
  return component;
}

const byName = (a: Recorded, b: Recorded) => (a.name < b.name ? -1 : 1);
const made = (kind: string) => recorded.filter(({ type }) => type.endsWith(`:${kind}`)).sort(byName);
const first = <T>([item]: readonly T[]): T => {
  if (item === undefined) throw new Error("nothing was made");
  return item;
};

test("a machine and its port", async () => {
  await create();
  const { userData, ...rest } = first(made("Instance")).inputs;
  expect(rest).toMatchSnapshot();
  expect(gunzipSync(Buffer.from(String(secretValue(userData)), "base64")).toString()).toBe(
    "#cloud-config\n# demo-0a1b2c3d-cp-1\n",
  );
  expect(first(made("Port").filter(({ name }) => name === "demo-cp-1-port")).inputs).toMatchSnapshot();
});

test("what generations share", async () => {
  await create({}, { hubFloatingIp: "203.0.113.7" });
  const shared = recorded.filter(({ name }) => name.startsWith("space") && !name.includes("-pods-")).sort(byName);
  expect(shared.map(({ type, name, inputs }) => [type.split(":")[2], name, inputs])).toMatchSnapshot();
});

test("names carry the generation, all is the given provider's", async () => {
  await create();
  for (const { inputs } of made("Instance")) expect(inputs["name"]).toMatch(/^demo-0a1b2c3d-(cp|worker)-\d$/);
  for (const { inputs } of made("ServerGroup")) expect(inputs["name"]).toMatch(/^dsaas-demo-0a1b2c3d-/);
  for (const { type, provider } of recorded)
    if (type.startsWith("openstack:")) expect(provider).toMatch(/pulumi:providers:openstack::openstack/);
});

test("user data is secret in the state", async () => {
  await create();
  for (const { name, inputs } of made("Instance")) {
    expect(secretValue(inputs["userData"])).toBeDefined();
    expect(options[name]?.additionalSecretOutputs).toContain("userData");
  }
});

test("a machine is made anew where OpenStack would rename, rebuild or resize it", async () => {
  await create();
  for (const { name } of made("Instance")) {
    expect(options[name]?.replaceOnChanges).toEqual(
      expect.arrayContaining(["name", "imageId", "imageName", "flavorId", "flavorName", "metadata"]),
    );
    expect(options[name]?.deleteBeforeReplace).toBe(true);
  }
});

test("a boot volume is made of the image, and the image is named nowhere else", async () => {
  await create({ disk: { kind: "volume", type: "ssd" } });
  for (const { inputs } of made("Instance")) {
    expect(inputs["imageId"]).toBeUndefined();
    expect(inputs["blockDevices"]).toEqual([
      {
        uuid: "image-id",
        sourceType: "image",
        destinationType: "volume",
        volumeSize: 20,
        bootIndex: 0,
        deleteOnTermination: true,
        volumeType: "ssd",
      },
    ]);
  }
});

test("ports are explicit, and wait for the way out, so that security groups are free before they go", async () => {
  await create();
  for (const { inputs } of made("Instance")) {
    expect(inputs["networks"]).toEqual([{ port: expect.stringMatching(/-port-id$/) as string }]);
    expect(inputs["securityGroups"]).toBeUndefined();
  }
  for (const { name } of made("Port").filter(({ name }) => name.startsWith("demo-")))
    expect(options[name]?.dependsOn).toHaveLength(1);
});

test("only control planes may speak from virtual addresses; with routed pods every machine from theirs", async () => {
  const pairs = async (...args: Parameters<typeof create>) => {
    recorded = [];
    await create(...args);
    return Object.fromEntries(
      made("Port")
        .filter(({ name }) => /^demo-(cp|worker)-1-port$/.test(name))
        .map(({ name, inputs }) => [
          name,
          (inputs["allowedAddressPairs"] as { ipAddress: string }[]).map(({ ipAddress }) => ipAddress),
        ]),
    );
  };
  expect(await pairs()).toEqual({ "demo-cp-1-port": ["198.18.0.10", "198.18.0.11"], "demo-worker-1-port": [] });
  expect(await pairs({ podTraffic: { kind: "routed", podSubnet: "10.244.0.0/16" } })).toEqual({
    "demo-cp-1-port": ["198.18.0.10", "198.18.0.11", "10.244.0.0/16"],
    "demo-worker-1-port": ["10.244.0.0/16"],
  });
});

test("control planes must be apart, workers should be, and one machine alone is in no group", async () => {
  await create();
  expect(made("ServerGroup").map(({ inputs }) => [inputs["name"], inputs["policies"]])).toEqual([
    ["dsaas-demo-0a1b2c3d-control-planes", ["anti-affinity"]],
    ["dsaas-demo-0a1b2c3d-workers", ["soft-anti-affinity"]],
  ]);
  recorded = [];
  const machines = planMachines("demo", "0a1b2c3d", [controlPlanes, pool({ count: 1 })], network);
  await create({ machines, spread: "preferred" });
  expect(made("ServerGroup").map(({ inputs }) => inputs["policies"])).toEqual([["soft-anti-affinity"]]);
});

test("a load balancer takes the API's address, and its members in one batch", async () => {
  await create({ balancedSide: "blue" }, { apiHolder: "load-balancer" });
  const parts = recorded.filter(({ type }) => type.startsWith("openstack:loadbalancer/")).sort(byName);
  expect(parts.map(({ type, inputs }) => [type.split(":")[2], inputs])).toMatchSnapshot();
});

test("floating addresses lead to what holds the API's addresses", async () => {
  const floating = () =>
    made("FloatingIpAssociate").map(({ name, inputs }) => [name, inputs["floatingIp"], inputs["portId"]]);
  await create({}, { apiFloatingIps: { blue: "203.0.113.4", green: "203.0.113.5" } });
  expect(floating()).toEqual([
    ["space-api-blue-floating", "203.0.113.4", "space-api-blue-id"],
    ["space-api-green-floating", "203.0.113.5", "space-api-green-id"],
  ]);
});

test("a machine that never came up before says so, and so is made anew", async () => {
  await create({ failedBefore: { "demo-worker-1": 2 } });
  const counts = made("Instance").map(({ name, inputs }) => [
    name,
    (inputs["metadata"] as Record<string, string>)["dsaas-failed-before"],
  ]);
  expect(counts).toEqual([
    ["demo-cp-1", undefined],
    ["demo-cp-2", undefined],
    ["demo-cp-3", undefined],
    ["demo-worker-1", "2"],
    ["demo-worker-2", undefined],
  ]);
});

test("everything that is made has the hooks for what a killed run left and for what fails", async () => {
  await create();
  const resources = recorded.filter(({ type }) => type.startsWith("openstack:"));
  expect(resources.length).toBeGreaterThan(20);
  for (const { name } of resources) {
    const { beforeCreate = [], onError = [] } = options[name]?.hooks ?? {};
    expect([...beforeCreate, ...onError].map((hook) => (typeof hook === "function" ? "" : hook.name))).toEqual([
      "space-leftovers",
      "space-failures",
    ]);
  }
});
