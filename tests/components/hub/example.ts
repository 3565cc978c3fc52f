import type { HubNetwork, HubSpec } from "../../../components/hub/types";

const digest = (digit: string) => `@sha256:${digit.repeat(64)}`;

/** A complete description, as a university would write it. */
export const spec: HubSpec = {
  namespace: "jupyterhub",
  url: "https://hub.example.org",
  address: "198.51.100.11",
  images: {
    hub: `registry.dsaas.example/dsaas/hub:1.0${digest("a")}`,
    proxy: `registry.dsaas.example/dsaas/proxy:1.0${digest("b")}`,
  },
  profiles: [
    {
      slug: "basic",
      displayName: "Basic",
      description: "Python and JupyterLab for teaching and small analyses",
      image: `registry.dsaas.example/dsaas/basic:1.0${digest("c")}`,
      resources: { cpu: { guarantee: 0.1, limit: 1 }, memoryMiB: { guarantee: 256, limit: 1024 } },
      default: true,
    },
    {
      slug: "data-science",
      displayName: "Data Science",
      description: "NumPy, pandas, SciPy, Matplotlib and scikit-learn",
      image: `registry.dsaas.example/dsaas/data-science:1.0${digest("d")}`,
      resources: { cpu: { guarantee: 0.5, limit: 4 }, memoryMiB: { guarantee: 1024, limit: 8192 } },
      default: false,
    },
  ],
  branding: {
    institution: "Example University",
    service: "Notebook Service",
    logo: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle cx="5" cy="5" r="5" fill="#005ea8"/></svg>',
    colours: { primary: "#005ea8", onPrimary: "#ffffff", accent: "#e07a00" },
    links: [
      { text: "Imprint", url: "https://www.example.org/imprint" },
      { text: "Privacy", url: "https://www.example.org/privacy" },
      { text: "Accessibility", url: "https://www.example.org/accessibility" },
    ],
    announcement: "Maintenance on Friday from 18:00 to 19:00.",
  },
  login: {
    method: "ldap",
    host: "ldap.example.org",
    port: 636,
    caCertificate: "-----BEGIN CERTIFICATE-----\nexample\n-----END CERTIFICATE-----\n",
    tls: "ldaps",
    bindDn: "cn=svc-jupyter,ou=Services,dc=example,dc=org",
    userSearchBase: "dc=example,dc=org",
    userAttribute: "sAMAccountName",
    userFilter: "(!(userAccountControl:1.2.840.113556.1.4.803:=2))",
    allowedGroup: "cn=jupyter-users,ou=Groups,dc=example,dc=org",
    administratorsGroup: "cn=jupyter-admins,ou=Groups,dc=example,dc=org",
  },
  database: { kind: "volume", backup: { every: 3600, keep: 48 } },
  culling: { idleAfter: 3600, checkEvery: 600, maxAge: 0 },
  home: { capacityGiB: 10, mountPath: "/home/jovyan" },
  deniedNetworks: ["203.0.113.0/24"],
};

/** The same with all that goes by directory groups, and a way to the homes from outside. */
export const byGroups: HubSpec = {
  ...spec,
  profiles: spec.profiles.map((profile) =>
    profile.default
      ? profile
      : {
          ...profile,
          groups: ["cn=staff,ou=Groups,dc=example,dc=org"],
          resources: { ...profile.resources, ephemeralGiB: { guarantee: 1, limit: 20 } },
        },
  ),
  home: {
    ...spec.home,
    quotas: [
      { group: "cn=staff,ou=Groups,dc=example,dc=org", capacityGiB: 50 },
      { group: "cn=professors,ou=Groups,dc=example,dc=org", capacityGiB: 200 },
    ],
    expandable: true,
    export: { kind: "path", template: "nas.example.org:/export/dsaas/{namespace}/{claim}" },
  },
  quota: { maxHomes: 500, storageGiB: 20000 },
  userDomains: ["example.org"],
};

export const network: HubNetwork = {
  podSubnet: "10.244.0.0/16",
  serviceSubnet: "10.96.0.0/16",
  apiServers: ["198.51.100.10", "198.51.100.20", "198.51.100.21", "198.51.100.22"],
  machines: ["198.51.100.20", "198.51.100.21", "198.51.100.22", "198.51.100.23", "198.51.100.24"],
};

export const homeClass = "dsaas-home";
