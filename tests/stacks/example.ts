/** A configuration as Pulumi hands it to a program: structured values are JSON. */
export const valuesOf = (config: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  );

/** A configuration that is right in every key, as plain data; tests spoil copies of it. */
export function example(): Record<string, Record<string, unknown> | string> {
  const pin = `@sha256:${"0123456789abcdef".repeat(4)}`;
  return {
    "pulumi:disable-default-providers": '["kubernetes","vsphere"]',
    "dsaas:platform": "vsphere",
    "dsaas:vsphere": {
      server: "vcenter.example.org",
      user: "dsaas@vsphere.local",
      password: "correct horse",
      datacenter: "dc1",
      cluster: "research",
      datastore: "machines",
      portGroup: "research",
      template: "dsaas-node",
      folder: "dsaas",
      resourcePool: "dsaas",
      network: {
        firstAddress: "192.0.2.20",
        lastAddress: "192.0.2.99",
        prefixLength: 24,
        gateway: "192.0.2.1",
        nameservers: ["192.0.2.2"],
      },
    },
    "dsaas:cluster": {
      kubernetesVersion: "v1.34.0",
      virtualIps: { blue: "192.0.2.10", green: "192.0.2.12" },
      pools: [
        { name: "control-plane", role: "control-plane", count: 3, cpus: 2, memoryMiB: 4096, diskGiB: 20 },
        { name: "worker", role: "worker", count: 2, cpus: 8, memoryMiB: 32768, diskGiB: 60 },
      ],
    },
    "dsaas:storage": { driver: "local", path: "/srv/dsaas" },
    "dsaas:hub": {
      url: "https://hub.example.org",
      address: "192.0.2.11",
      images: { hub: `registry.example.org/dsaas/hub:1${pin}`, proxy: `registry.example.org/dsaas/proxy:1${pin}` },
      profiles: [
        {
          slug: "basic",
          displayName: "Basic",
          image: `registry.example.org/dsaas/basic:1${pin}`,
          default: true,
          resources: { cpu: { guarantee: 0.1, limit: 2 }, memoryMiB: { guarantee: 256, limit: 2048 } },
        },
      ],
      branding: {
        institution: "Example University",
        logo: "branding/example-university.svg",
        colours: { primary: "#12436d", onPrimary: "#ffffff", accent: "#28a197" },
        links: [{ text: "Imprint", url: "https://www.example.org/imprint" }],
      },
      login: {
        method: "ldap",
        host: "ldap.example.org",
        caCertificate: "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
        bindDn: "cn=svc,dc=example,dc=org",
        bindPassword: "battery staple",
        userSearchBase: "dc=example,dc=org",
        allowedGroup: "cn=users,dc=example,dc=org",
        administratorsGroup: "cn=admins,dc=example,dc=org",
      },
    },
  };
}

/** The same platform on OpenStack. */
export function openstackExample(): ReturnType<typeof example> {
  const { "dsaas:vsphere": vsphere, ...shared } = example();
  return {
    ...shared,
    "pulumi:disable-default-providers": '["kubernetes","openstack"]',
    "dsaas:platform": "openstack",
    "dsaas:openstack": {
      authUrl: "https://cloud.example.org:5000/v3",
      region: "RegionOne",
      applicationCredentialId: "0123456789abcdef0123456789abcdef",
      applicationCredentialSecret: "correct horse",
      externalNetwork: "public",
      image: "dsaas-node-v1.34.0",
      flavors: { "control-plane": "m1.medium", worker: "m1.large" },
      access: { api: ["192.0.2.0/24"] },
      network: (vsphere as Record<string, unknown>)["network"],
    },
  };
}
