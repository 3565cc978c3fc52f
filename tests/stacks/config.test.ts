import fc from "fast-check";
import { ConfigError, loadConfig, type RawConfig } from "../../stacks/config";
import { setPath } from "../../lab/stackfile";
import { example, openstackExample, valuesOf } from "./example";

const encrypted = ["dsaas:vsphere", "dsaas:openstack", "dsaas:hub"];

function raw(
  change?: (config: ReturnType<typeof example>) => void,
  secrets = encrypted,
  config = example(),
): RawConfig {
  change?.(config);
  const values = valuesOf(config);
  return {
    values,
    isSecret: (key) => secrets.includes(key),
    stackName: "prod",
  };
}

function messageOf(config: RawConfig): string {
  try {
    loadConfig(config);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return "accepted";
}

/** Sets one key to a wrong value and gives what is said of it. */
const spoil = (key: string, value: unknown) => messageOf(raw((config) => setPath(config, key, value)));

test("a right configuration is accepted, with every default filled in", () => {
  expect(loadConfig(raw())).toMatchSnapshot();
});

test.each([undefined, "[]", "kubernetes", '["kubernetes"]', '["vsphere"]'])(
  "a stack whose default providers are not all disabled (%s) is refused",
  (setting) => {
    const { values, ...rest } = raw();
    const { "pulumi:disable-default-providers": _, ...others } = values;
    const given = { ...rest, values: { ...others, ...(setting && { "pulumi:disable-default-providers": setting }) } };
    expect(messageOf(given)).toMatchSnapshot();
  },
);

test.each(['["*"]', '["vsphere","random","kubernetes"]'])("default providers disabled as %s are enough", (setting) => {
  const given = raw();
  given.values["pulumi:disable-default-providers"] = setting;
  expect(messageOf(given)).toBe("accepted");
});

test.each([
  ["dsaas:platform", "azure"],
  ["dsaas:platform", "openstack"],
  ["dsaas:vsphere.network.firstAddress", "192.0.2.300"],
  ["dsaas:vsphere.network.lastAddress", "192.0.2.21"],
  ["dsaas:vsphere.network.gateway", "198.51.100.1"],
  ["dsaas:vsphere.network.nameservers", []],
  ["dsaas:vsphere.templat", "dsaas-node"],
  ["dsaas:cluster.kubernetesVersion", "1.34"],
  ["dsaas:cluster.virtualIp", "192.0.2.25"],
  ["dsaas:cluster.virtualIp", "192.0.2.11"],
  ["dsaas:cluster.pools", []],
  ["dsaas:cluster.pools[0].count", 2],
  ["dsaas:cluster.pools[0].count", "three"],
  ["dsaas:cluster.pools[1].role", "master"],
  ["dsaas:cluster.pools[1].name", "control-plane"],
  ["dsaas:cluster.pools[1].memoryMiB", 512],
  ["dsaas:cluster.podNetwork", { podSubnet: "192.0.0.0/16" }],
  ["dsaas:cluster.podNetwork", { podSubnet: "10.244.0.1/16" }],
  ["dsaas:cluster.podNetwork", { podSubnet: "10.244.0.0/22" }],
  ["dsaas:cluster.podNetwork", { podSubnet: "10.244.0.0/25" }],
  ["dsaas:cluster.virtualIpLease", { duration: 3, renewDeadline: 3, retryPeriod: 1 }],
  ["dsaas:storage.driver", "nfs"],
  ["dsaas:storage.path", "homes"],
  ["dsaas:storage.export", { server: "nas.example.org" }],
  ["dsaas:storage.export", { server: "nas.example.org:", path: "/export/dsaas" }],
  ["dsaas:storage.export", { server: "nas.example.org", path: "/export/my data/" }],
  ["dsaas:storage", { driver: "trident" }],
  ["dsaas:hub.url", "http://hub.example.org"],
  ["dsaas:hub.images.hub", "registry.example.org/dsaas/hub:latest"],
  ["dsaas:hub.profiles[0].resources.cpu.limit", 0.05],
  ["dsaas:hub.branding.colours.primary", "blue"],
  ["dsaas:hub.branding.logo", "logo.gif"],
  ["dsaas:hub.login.caCertificate", "MIIB"],
  ["dsaas:hub.login.allowedGroup", "users"],
  ["dsaas:hub.culling", { idleAfter: 5 }],
  ["dsaas:hub.home", { quotas: [{ group: "staff", capacityGiB: 0 }] }],
  [
    "dsaas:hub.home",
    {
      quotas: [
        { group: "cn=staff,dc=example,dc=org", capacityGiB: 50 },
        { group: "cn=staff,dc=example,dc=org", capacityGiB: 60 },
      ],
    },
  ],
  ["dsaas:hub.quota", { maxHomes: 0 }],
  ["dsaas:hub.userDomains", ["@example.org"]],
  ["dsaas:hub.profiles[0].groups", ["cn=staff,dc=example,dc=org"]],
  ["dsaas:hub.profiles[0].groups", []],
  ["dsaas:hub.profiles[0].resources.ephemeralGiB", { guarantee: 5, limit: 1 }],
])("%s = %j is refused by key, with value and remedy", (key, value) => {
  expect(spoil(key, value)).toMatchSnapshot();
});

test("OpenStack: a right configuration is accepted, with every default filled in", () => {
  expect(loadConfig(raw(undefined, encrypted, openstackExample())).openstack).toMatchSnapshot();
});

test.each([
  ["dsaas:openstack.authUrl", "https://cloud.example.org:5000"],
  ["dsaas:openstack.image", ""],
  ["dsaas:openstack.flavors", { worker: "m1.large" }],
  ["dsaas:openstack.flavors.gpu", "g1.large"],
  ["dsaas:openstack.access.api", []],
  ["dsaas:openstack.access.hub", ["everywhere"]],
  ["dsaas:openstack.apiHolder", "haproxy"],
  ["dsaas:openstack.bootVolume", { size: 20 }],
  ["dsaas:openstack.hubFloatingIp", "hub.example.org"],
  ["dsaas:openstack.hubFloatingIp", "192.0.2.30"],
  ["dsaas:openstack.apiFloatingIps", { blue: "203.0.113.4", green: "203.0.113.4" }],
  ["dsaas:openstack.network.searchDomains", ["example.org"]],
  ["dsaas:openstack.network.lastAddress", "192.0.2.21"],
  ["dsaas:hub.address", "198.51.100.1"],
])("OpenStack: %s = %j is refused by key, with value and remedy", (key, value) => {
  expect(messageOf(raw((config) => setPath(config, key, value), encrypted, openstackExample()))).toMatchSnapshot();
});

test("OpenStack: a secret in plain text is refused, and never shown", () => {
  const message = messageOf(raw(undefined, ["dsaas:hub"], openstackExample()));
  expect(message).toContain("dsaas:openstack.applicationCredentialSecret");
  expect(message).not.toContain("correct horse");
});

test("every mistake is reported at once", () => {
  const message = messageOf(
    raw((config) => {
      setPath(config, "dsaas:vsphere.network.gateway", "gateway");
      setPath(config, "dsaas:cluster.kubernetesVersion", 1.34);
      setPath(config, "dsaas:hub.colour", "red");
      delete (config["dsaas:vsphere"] as Record<string, unknown>)["template"];
      delete config["dsaas:storage"];
    }),
  );
  for (const key of [
    "vsphere.network.gateway",
    "vsphere.template",
    "cluster.kubernetesVersion",
    "hub.colour",
    "storage",
  ])
    expect(message).toContain(`dsaas:${key}:`);
  expect(message).toMatch(/^The stack's configuration has 5 mistakes; nothing was changed\./);
});

test("a secret in plain text is refused, and never shown", () => {
  const message = messageOf(raw(undefined, []));
  expect(message).toContain("pulumi config set --secret --path 'dsaas:vsphere.password'");
  expect(message).toContain("dsaas:hub.login.bindPassword: stands in plain text");
  expect(message).not.toMatch(/correct horse|battery staple/);
});

test("a wrong secret is named without its value", () => {
  const message = spoil("dsaas:hub.login.bindPassword", { a: "hunter2" });
  expect(message).toContain("dsaas:hub.login.bindPassword");
  expect(message).not.toContain("hunter2");
});

test("a block that is not a group of keys is named", () => {
  const config = raw();
  config.values["dsaas:hub"] = "yes please";
  expect(messageOf(config)).toContain("dsaas:hub: is not a group of keys");
});

test("whatever stands in a stack file is accepted or refused with a ConfigError, never a crash", () => {
  const keys = Object.keys(example());
  fc.assert(
    fc.property(fc.constantFrom(...keys), fc.jsonValue(), (key, value) => {
      const message = messageOf(raw((config) => void (config[key] = value as string)));
      expect(message).toMatch(/^(accepted|The stack's configuration has )/);
    }),
  );
});
