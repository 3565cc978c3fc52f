import { gunzipSync } from "node:zlib";
import * as pulumi from "@pulumi/pulumi";
import type { PlannedMachine } from "../../components/machines";
import { loadConfig, type Config } from "../../stacks/config";
import { clusterSpec, generationOfStack } from "../../stacks/ingredients";
import { fakeCloud, inventory, lookups, type FakeCloud } from "../openstack/cloud";
import { acceptResourceHooks } from "../resourceHooks";
import { secretValue } from "../secretValue";
import { example, openstackExample, valuesOf } from "./example";
import { found } from "./vsphereLookups";

/** One platform, and what each cloud's own block says of the same place. */
const platforms = ["vsphere", "openstack"] as const;
type Platform = (typeof platforms)[number];

interface Seen {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
}

/** A machine as a cloud was asked for it, in no cloud's words. */
interface Asked {
  name: string;
  address: string;
  userData: string;
}

let cloud: FakeCloud;
const seen: Record<Platform, Seen[]> = { vsphere: [], openstack: [] };
const configs = {} as Record<Platform, Config>;
const generations = {} as Record<Platform, string>;
const planned = {} as Record<Platform, PlannedMachine[]>;
const whole: Record<Platform, Seen[]> = { vsphere: [], openstack: [] };
/** What is being noted down: where, and whether keys are known. */
let current = { list: [] as Seen[], keys: false };

jest.setTimeout(120_000);

/** The same stack file but for the cloud's own block. */
function stackFile(platform: Platform): Config {
  const plain = platform === "vsphere" ? example() : openstackExample();
  if (platform === "openstack") Object.assign(plain["dsaas:openstack"] as object, cloud.access);
  const values = valuesOf(plain);
  return loadConfig({
    values,
    isSecret: () => true,
    stackName: "prod",
  });
}

beforeAll(async () => {
  cloud = await fakeCloud(lookups);
  acceptResourceHooks();
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        current.list.push({ type, name, inputs: inputs as Record<string, unknown> });
        return {
          id: `${name}-id`,
          state: { ...inputs, ...(current.keys ? generated(type, name) : {}) } as Record<string, unknown>,
        };
      },
      call: ({ inputs }) => found(inputs as Record<string, unknown>),
    },
    "dsaas",
    "prod",
    true,
    "example",
  );
  const { openCloud } = await import("../../stacks/clouds");
  const { Platform: Stack } = await import("../../stacks/platform");
  const { ClusterIdentity } = await import("../../components/cluster");
  const { planMachines, networkOfSide } = await import("../../components/machines");
  const logo = "data:image/svg+xml;base64,PHN2Zy8+";
  for (const platform of platforms) {
    const config = (configs[platform] = stackFile(platform));
    const opened = await openCloud("dsaas", "prod", config);
    const generation = (generations[platform] = generationOfStack(config, opened.network, opened.ingredients));
    const side = "blue";
    const machines = planMachines("prod", generation, config.cluster.pools, networkOfSide(opened.network, side));
    planned[platform] = machines;

    // The machines with their keys, as a deployment makes them.
    current = { list: seen[platform], keys: true };
    const root = new pulumi.ComponentResource("test:index:Root", "root");
    const spec = clusterSpec(config, `prod-${generation}`, side);
    const identity = new ClusterIdentity(`dsaas-${generation}-identity`, { spec, machines }, { parent: root });
    const cloudInit = (machine: PlannedMachine) => ({ userData: identity.userData(machine) });
    const virtualAddresses = [config.cluster.virtualIps[side], config.hub.address];
    const maker = opened.prepare("dsaas", root);
    const made = maker({ side, generation, machines, cloudInit, virtualAddresses }, root);
    await new Promise((resolve) => pulumi.all(made.machines.map(({ id }) => id)).apply(resolve));
    await pulumi.runtime.disconnect();

    // The whole stack as a preview shows it, in which no key is known.
    current = { list: whole[platform], keys: false };
    const again = await openCloud("dsaas", "prod", config);
    const stack = new Stack("dsaas", { stackName: "prod", config, logo, cloud: again, last: undefined });
    await new Promise((resolve) => stack.storageClasses.apply(resolve));
    await pulumi.runtime.disconnect();
  }
});
afterAll(() => cloud.close());

/** What the `tls` and `random` providers would make up: the same for both clouds. */
function generated(type: string, name: string): Record<string, unknown> {
  // Everything of one generation is named by it.
  const text = name.replace(/[0-9a-f]{8}/g, "");
  if (type.startsWith("random:")) return { result: `${text}-word` };
  const pem = (kind: string) => `-----BEGIN ${kind}-----\n${text}\n-----END ${kind}-----\n`;
  return {
    privateKeyPem: pem("PRIVATE KEY"),
    publicKeyPem: pem("PUBLIC KEY"),
    certRequestPem: pem("REQUEST"),
    certPem: pem("CERTIFICATE"),
  };
}

const unzip = (value: unknown) => gunzipSync(Buffer.from(String(value), "base64")).toString();
const of = (platform: Platform, type: string) =>
  seen[platform].filter((resource) => resource.type.endsWith(`:${type}`));

/** Each cloud's machines, read out of what it was asked for. */
const asked: Record<Platform, () => Asked[]> = {
  vsphere: () =>
    of("vsphere", "VirtualMachine").map(({ inputs }) => {
      const info = secretValue(inputs["extraConfig"]) as Record<string, string>;
      const metadata = JSON.parse(unzip(info["guestinfo.metadata"])) as {
        network: { ethernets: { eth0: { addresses: string[] } } };
      };
      const [address = ""] = metadata.network.ethernets.eth0.addresses;
      return {
        name: String(inputs["name"]),
        address: address.split("/")[0] ?? "",
        userData: unzip(info["guestinfo.userdata"]),
      };
    }),
  openstack: () => {
    const ports = new Map(of("openstack", "Port").map(({ name, inputs }) => [`${name}-id`, inputs]));
    return of("openstack", "Instance").map(({ inputs }) => {
      const [network] = inputs["networks"] as { port: string }[];
      const [fixed] = (ports.get(network?.port ?? "") ?? {})["fixedIps"] as { ipAddress: string }[];
      return {
        name: String(inputs["name"]),
        address: fixed?.ipAddress ?? "",
        userData: unzip(secretValue(inputs["userData"])),
      };
    });
  },
};

/** CPUs and MiB of each machine, as the cloud will give them. */
const sizes: Record<Platform, () => [name: string, cpus: number, memoryMiB: number][]> = {
  vsphere: () =>
    of("vsphere", "VirtualMachine").map(({ inputs }) => [
      String(inputs["name"]),
      Number(inputs["numCpus"]),
      Number(inputs["memory"]),
    ]),
  openstack: () =>
    of("openstack", "Instance").map(({ inputs }) => {
      const flavor = inventory.flavors.find(({ id }) => id === inputs["flavorId"]);
      return [String(inputs["name"]), flavor?.vcpus ?? 0, flavor?.ram ?? 0];
    }),
};

/** Which machines are kept apart, and whether they must be. */
const placement: Record<Platform, () => { machines: string[]; must: boolean }[]> = {
  vsphere: () =>
    of("vsphere", "ComputeClusterVmAntiAffinityRule").map(({ inputs }) => ({
      machines: (inputs["virtualMachineIds"] as string[]).sort(),
      must: inputs["mandatory"] === true,
    })),
  openstack: () =>
    of("openstack", "ServerGroup").map(({ name, inputs }) => ({
      machines: of("openstack", "Instance")
        .filter((instance) => (instance.inputs["schedulerHints"] as { group: string }[])[0]?.group === `${name}-id`)
        .map((instance) => `${instance.name}-id`)
        .sort(),
      must: (inputs["policies"] as string[])[0] === "anti-affinity",
    })),
};

/** A generation's own name is the one thing that the cloud's ids change. */
const plain = <T>(platform: Platform, value: T): T =>
  JSON.parse(JSON.stringify(value).replaceAll(generations[platform], "<generation>")) as T;

const sorted = <T>(values: T[]): T[] => [...values].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

const matters: Record<string, (platform: Platform) => unknown> = {
  "names and addresses": (platform) => asked[platform]().map(({ name, address }) => [name, address]),
  roles: (platform) =>
    planned[platform].map(({ name, role, key, labels, taints }) => [name, role, key, labels, taints]),
  sizes: (platform) => sizes[platform](),
  "user data": (platform) => asked[platform]().map(({ name, userData }) => [name, userData]),
  placement: (platform) => placement[platform](),
  "the generation, but for the cloud's own ids": (platform) => [
    generationOfStack(configs[platform], configs[platform][platform]?.network ?? ({} as never), null),
  ],
};

test.each(Object.entries(matters))("%s are the same on both clouds", (_, what) => {
  const [vsphere, openstack] = platforms.map((platform) => sorted(plain(platform, what(platform) as unknown[])));
  expect(vsphere?.length).toBeGreaterThan(0);
  expect(openstack).toEqual(vsphere);
});

test("user data is whole, and each machine's own", () => {
  for (const platform of platforms) {
    const texts = asked[platform]().map(({ userData }) => userData);
    expect(texts).toHaveLength(5);
    expect(new Set(texts).size).toBe(5);
    for (const text of texts) expect(text).toMatch(/^#cloud-config\n[\s\S]*bootstrap\.env/);
  }
});

test("only the cloud's own resources differ", () => {
  const others = (platform: Platform) =>
    sorted(
      whole[platform]
        .filter(
          ({ type }) => !/^(vsphere|openstack):|^pulumi:providers:(vsphere|openstack)|Space$|Machines$/.test(type),
        )
        .map(({ type, name }) => [type, plain(platform, name)]),
    );
  expect(others("openstack").length).toBeGreaterThan(20);
  expect(others("openstack")).toEqual(others("vsphere"));
});

test("the cloud's own ids are part of the generation", () => {
  expect(generations.vsphere).not.toBe(generations.openstack);
});
