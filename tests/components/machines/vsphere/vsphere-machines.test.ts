import * as pulumi from "@pulumi/pulumi";
import { gunzipSync } from "node:zlib";
import type { VSphereMachines, VSphereMachinesArgs, VSphereSpace } from "../../../../components/machines/vsphere";
import type { PlannedMachine } from "../../../../components/machines/types";
import { acceptResourceHooks } from "../../../resourceHooks";
import { secretValue } from "../../../secretValue";
import { network, pool, controlPlanes } from "../fixtures";

/** What the mocked engine was asked for. */
interface Recorded {
  type: string;
  name: string;
  provider: string;
  inputs: Record<string, unknown>;
}

const VM = "vsphere:index/virtualMachine:VirtualMachine";
const RULE = "vsphere:index/computeClusterVmAntiAffinityRule:ComputeClusterVmAntiAffinityRule";

// Loading the SDK takes seconds where much else runs.
jest.setTimeout(30_000);

let recorded: Recorded[] = [];
/** Options by resource name; the engine's mock does not show them. */
let options: Record<string, pulumi.CustomResourceOptions> = {};
let missing: Record<string, string> = {};
let templateDisk = 10;

function answer(token: string, inputs: Record<string, unknown>): Record<string, unknown> {
  const failure = missing[token];
  // The engine's errors carry their message in `details`, as gRPC's do.
  if (failure !== undefined) throw Object.assign(new Error(failure), { details: failure });
  const id = `${token.split(":")[2]}:${String(inputs["name"])}`;
  if (!token.includes("getVirtualMachine")) return { ...inputs, id, resourcePoolId: "root-pool" };
  const disks = [{ label: "disk0", size: templateDisk, thinProvisioned: true, eagerlyScrub: false, unitNumber: 0 }];
  return {
    ...inputs,
    id: "template-uuid",
    guestId: "debian12_64Guest",
    scsiType: "pvscsi",
    firmware: "efi",
    efiSecureBootEnabled: true,
    disks,
  };
}

let Component: typeof VSphereMachines;
let Space: typeof VSphereSpace;
let planMachines: typeof import("../../../../components/machines").planMachines;

beforeAll(async () => {
  acceptResourceHooks();
  await pulumi.runtime.setMocks({
    newResource: ({ type, name, inputs, provider = "" }) => {
      recorded.push({ type, name, inputs, provider });
      return { id: `${name}-id`, state: inputs };
    },
    call: (args) => answer(args.token, args.inputs),
  });
  ({ VSphereMachines: Component, VSphereSpace: Space } = await import("../../../../components/machines/vsphere"));
  ({ planMachines } = await import("../../../../components/machines"));
});

beforeEach(() => {
  recorded = [];
  options = {};
  missing = {};
  templateDisk = 10;
});

const placement = {
  datacenter: "DC0",
  cluster: "C0",
  datastore: "ssd",
  portGroup: "lan",
  template: "node-1",
};

const args = (overrides: Partial<VSphereMachinesArgs> = {}): Omit<VSphereMachinesArgs, "space"> => ({
  stackName: "demo",
  generation: "0a1b2c3d",
  machines: planMachines("demo", "0a1b2c3d", [controlPlanes, pool()], network),
  network,
  cloudInit: (machine: PlannedMachine) => ({ userData: pulumi.secret(`#cloud-config\n# ${machine.name}\n`) }),
  virtualAddresses: ["198.18.0.10", "198.18.0.11"],
  ...overrides,
});

/** Creates the component, waits for all of it, and gives what the engine saw. */
async function create(overrides: Partial<VSphereMachinesArgs> = {}) {
  const { Provider } = await import("@pulumi/vsphere");
  const provider = new Provider("vsphere", { user: "u", password: "p" });
  const note: pulumi.ResourceTransformation = ({ name, opts }) => {
    options[name] = opts;
    return undefined;
  };
  const { findSite } = await import("../../../../components/machines/vsphere");
  const opts = { provider, transformations: [note] };
  const names = { stackName: "demo", folder: "dsaas-demo", resourcePool: "dsaas-demo", datacenter: "DC0" };
  const vcenter = { server: "vcenter.example.test", user: "u", password: "p", allowUnverifiedTls: false };
  const space = new Space("space", { ...names, vcenter, site: await findSite(placement, { provider }) }, opts);
  const component = new Component("machines", { ...args(overrides), space }, opts);
  const ids = await Promise.all(component.machines.map(({ id }) => valueOf(id)));
  await pulumi.runtime.disconnect();
  return { component, space, ids, vms: recorded.filter(({ type }) => type === VM) };
}

const valueOf = <T>(output: pulumi.Output<T>) => new Promise<T>((resolve) => output.apply(resolve));

const first = <T>(list: readonly T[]): T => {
  const [head] = list;
  if (head === undefined) throw new Error("nothing was created");
  return head;
};

test("one virtual machine for each planned one, in the plan's order, with its size", async () => {
  const { component, ids, vms } = await create();
  const planned = args().machines;
  expect(component.machines.map(({ name, role, address }) => ({ name, role, address }))).toEqual(
    planned.map(({ name, role, address }) => ({ name, role, address })),
  );
  expect(ids).toEqual(planned.map(({ key }) => `machines-${key}-id`));
  expect(vms.map(({ inputs }) => [inputs["name"], inputs["numCpus"], inputs["memory"]])).toEqual(
    expect.arrayContaining(planned.map(({ name, cpus, memoryMiB }) => [name, cpus, memoryMiB])),
  );
});

test("what the engine is asked for", async () => {
  await create();
  const shown = recorded
    .filter(({ type }) => type.startsWith("vsphere:"))
    .sort((a, b) => (`${a.type}${a.name}` < `${b.type}${b.name}` ? -1 : 1))
    .map(({ type, name, inputs }) => ({
      type,
      name,
      inputs: { ...inputs, ...(inputs["extraConfig"] ? { extraConfig: "…" } : {}) },
    }));
  expect(shown).toMatchSnapshot();
});

test("everything is a child of its component, under its provider and the pinned plugin", async () => {
  const { component, space } = await create();
  const own = recorded.filter(({ type }) => type.startsWith("vsphere:"));
  expect(own).toHaveLength(14);
  for (const { name, provider } of own) {
    const parent = name.startsWith("machines-") ? component : space;
    expect(name).toMatch(/^(machines|space)-/);
    expect([name, provider]).toEqual([name, expect.stringContaining("pulumi:providers:vsphere::vsphere")]);
    expect([name, options[name]?.parent === parent, options[name]?.version]).toEqual([name, true, "4.16.0"]);
  }
});

describe("guards", () => {
  test("user data is secret in the state, in and out", async () => {
    const { vms } = await create();
    for (const { name, inputs } of vms) {
      const extra = secretValue(inputs["extraConfig"]) as Record<string, string>;
      const text = gunzipSync(Buffer.from(extra["guestinfo.userdata"] ?? "", "base64")).toString();
      expect(text).toContain(String(inputs["name"]));
      expect(options[name]?.additionalSecretOutputs).toContain("extraConfig");
    }
  });

  test("a change of user data replaces the machine, the old one first (terraform-provider-vsphere #958, #1070)", async () => {
    const trigger = async (overrides: Partial<VSphereMachinesArgs>) => {
      recorded = [];
      const { inputs } = first((await create(overrides)).vms);
      return secretValue(inputs["replaceTrigger"]) ?? inputs["replaceTrigger"];
    };
    const before = await trigger({});
    expect(before).toMatch(/^[0-9a-f]{64}$/);
    expect(await trigger({})).toBe(before);
    expect(await trigger({ cloudInit: () => ({ userData: "other" }) })).not.toBe(before);
    const larger = args().machines.map((machine) => ({ ...machine, cpus: machine.cpus + 1 }));
    expect(await trigger({ machines: larger })).not.toBe(before);
    const { name, inputs } = first((await create()).vms);
    expect(inputs["extraConfigRebootRequired"]).toBe(false);
    expect(options[name]?.deleteBeforeReplace).toBe(true);
  });

  test("redacted guestinfo is not written back", async () => {
    for (const { name } of (await create()).vms) expect(options[name]?.ignoreChanges).toEqual(["extraConfig"]);
  });

  test("no permanent differences (pulumi-vsphere #472)", async () => {
    for (const { inputs } of (await create()).vms) {
      expect(inputs).toMatchObject({ eptRviMode: "automatic", hvMode: "hvAuto", syncTimeWithHost: true });
    }
  });

  test("names carry the generation (terraform-provider-vsphere #1141)", async () => {
    for (const { inputs } of (await create()).vms) expect(inputs["name"]).toContain("-0a1b2c3d-");
  });

  test("virtual addresses are nobody's own", async () => {
    for (const { inputs } of (await create()).vms)
      expect(inputs["ignoredGuestIps"]).toEqual(["198.18.0.10", "198.18.0.11"]);
  });

  test("control planes must be apart, workers should be; names are the stack's and generation's own", async () => {
    await create();
    const rules = recorded
      .filter(({ type }) => type === RULE)
      .map(({ inputs }) => [inputs["name"], inputs["mandatory"], (inputs["virtualMachineIds"] as string[]).length]);
    expect(rules.sort()).toEqual([
      ["demo-0a1b2c3d-control-planes-apart", true, 3],
      ["demo-0a1b2c3d-workers-apart", false, 2],
    ]);
  });

  test("a rule is made anew with its machines: vCenter drops a rule whose machines are gone", async () => {
    await create();
    const rules = recorded.filter(({ type }) => type === RULE);
    expect(rules).toHaveLength(2);
    for (const { name, inputs } of rules) {
      expect(options[name]?.replaceWith).toHaveLength((inputs["virtualMachineIds"] as string[]).length);
      expect(options[name]?.deleteBeforeReplace).toBe(true);
    }
  });

  test("control planes may be allowed together, and a single machine has no rule", async () => {
    const machines = planMachines("demo", "0a1b2c3d", [controlPlanes, pool({ count: 1 })], network);
    await create({ machines, spread: "preferred" });
    const rules = recorded
      .filter(({ type }) => type === RULE)
      .map(({ inputs }) => [inputs["name"], inputs["mandatory"]]);
    expect(rules).toEqual([["demo-0a1b2c3d-control-planes-apart", false]]);
  });

  test("firmware is the template's", async () => {
    for (const { inputs } of (await create()).vms)
      expect(inputs).toMatchObject({ firmware: "efi", efiSecureBootEnabled: true });
  });
});

describe("what cannot be found", () => {
  const site = () => placement;
  const find = async () => {
    const { findSite } = await import("../../../../components/machines/vsphere/lookup");
    return findSite(site(), {});
  };

  test("is named with its key, all at once", async () => {
    missing = {
      "vsphere:index/getVirtualMachine:getVirtualMachine": "error fetching virtual machine: vm 'node-1' not found",
      "vsphere:index/getNetwork:getNetwork": "error fetching network: network 'lan' not found",
    };
    const error = await find().catch((reason: unknown) => reason);
    expect(pulumi.RunError.isInstance(error)).toBe(true);
    expect(
      String((error as Error).message)
        .split("\n")
        .sort(),
    ).toEqual([
      expect.stringContaining("dsaas:vsphere.portGroup: vSphere has no network or port group 'lan'"),
      expect.stringContaining("dsaas:vsphere.template: vSphere has no virtual machine or template 'node-1'"),
    ]);
  });

  test("Pulumi's words before the message are refused", async () => {
    missing = { "vsphere:index/getDatacenter:getDatacenter": "datacenter 'DC0' not found" };
    const error = await find().catch((reason: unknown) => reason as Error);
    (error as Error).message = `error serializing property "clone": ${(error as Error).message}`;
    expect((error as Error).message).toMatch(/^dsaas:vsphere\.datacenter: vSphere has no datacenter 'DC0'/);
  });

  test("a refused password is one sentence", async () => {
    missing = {
      "vsphere:index/getDatacenter:getDatacenter": "Cannot complete login due to an incorrect user name or password.",
    };
    await expect(find()).rejects.toThrow(
      /^dsaas:vsphere\.user, dsaas:vsphere\.password: vCenter refuses the user name or the password[^\n]*$/,
    );
  });

  test("a disk smaller than the template's is refused with both sizes", async () => {
    templateDisk = 40;
    const { checkedDisk } = await import("../../../../components/machines/vsphere/machine");
    expect(() =>
      checkedDisk(first(args().machines), {
        template: { disk: { sizeGiB: 40, thinProvisioned: true, eagerlyScrub: false } },
      }),
    ).toThrow("Pool cp: diskGiB is 20 and the template's disk has 40 GiB; ask for at least that.");
  });
});

const hookNames = (hooks: pulumi.ResourceHookBinding["beforeCreate"]) =>
  hooks?.map((hook) => (typeof hook === "function" ? "" : hook.name));

test("everything that is made has the hook that removes what a killed run left under its name", async () => {
  await create();
  const made = recorded.filter(({ type }) => type.startsWith("vsphere:index/"));
  const hooks = made.map(({ name }) => hookNames(options[name]?.hooks?.beforeCreate));
  expect(made.length).toBeGreaterThan(10);
  expect(new Set(hooks.map(String))).toEqual(new Set(["space-leftovers"]));
});
