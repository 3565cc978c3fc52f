import { z } from "zod";
import { openstack, vsphere } from "./clouds";
import * as f from "./fields";
import { recovery } from "./recovery";
import { trident } from "./trident";

/*
 * One zod schema for every key under `dsaas:`. It gives the types, the checks and, by scripts/generate.ts, the JSON Schema
 * that editors use. Rules that join several keys are in checks.ts.
 */

const taint = z.strictObject({
  key: z.string().min(1),
  value: z.string().exactOptional(),
  effect: z.enum(["NoSchedule", "PreferNoSchedule", "NoExecute"]),
});

const pool = z.strictObject({
  name: f.dnsLabel.describe("Part of each machine's name."),
  role: z.enum(["control-plane", "worker"]),
  count: z.int().min(1, "is less than 1; leave the pool out instead").max(1000, "is more than 1000"),
  cpus: z.int().min(1, "is less than 1").max(256),
  memoryMiB: z.int().min(1024, "is less than 1024 MiB, the least that a Kubernetes node works with"),
  diskGiB: z.int().min(10, "is less than 10 GiB, the node image's own size"),
  labels: z.record(z.string(), z.string()).default({}).describe("Node labels."),
  taints: z.array(taint).default([]),
});

export const cluster = z.strictObject({
  kubernetesVersion: z
    .string()
    .regex(
      /^v1\.\d+\.\d+$/,
      "is not a Kubernetes version; write it with its v, e.g. v1.34.0, the one the node image holds",
    ),
  virtualIps: z
    .strictObject({ blue: f.ipv4, green: f.ipv4 })
    .describe("Addresses of the Kubernetes API on each side, held by one control plane at a time."),
  rotation: z
    .string()
    .default("")
    .describe("Any text. Another one rebuilds everything as a new generation, with new keys and certificates."),
  pools: z.array(pool).min(1, "is empty; a cluster needs one pool of control planes and one of workers"),
  podNetwork: z
    .strictObject({
      backend: z.enum(["vxlan", "host-gw"]).default("vxlan"),
      podSubnet: f.cidr.default("10.244.0.0/16"),
      serviceSubnet: f.cidr.default("10.96.0.0/16"),
    })
    .prefault({}),
  registryMirrors: z
    .array(
      z.strictObject({
        registry: z.string().min(1).describe("Registry as image names spell it, or _default for every one."),
        endpoint: z.string().regex(/^https?:\/\/.+/, "is not an address; write e.g. https://mirror.example.org:5000"),
      }),
    )
    .default([]),
  ignorePreflightErrors: z.array(z.string().min(1)).default([]).describe("kubeadm's preflight checks to pass over."),
  virtualIpLease: z
    .strictObject({
      duration: z.int().min(2),
      renewDeadline: z.int().min(1),
      retryPeriod: z.int().min(1),
    })
    .default({ duration: 5, renewDeadline: 3, retryPeriod: 1 })
    .describe("Seconds: how long a dead holder keeps the virtual IP, when it renews, how often others try."),
});

/** How hosts outside the platform mount the directory of `storage.path`. */
const nfsExport = z.strictObject({
  server: f.hostName.describe("NFS server that exports the path to the institution's hosts, as they name it."),
  path: z
    .string()
    .regex(
      /^(\/[A-Za-z0-9._+-]+)+$/,
      "is not an exported path; begin it with /, end it with none, and use letters, digits and . _ + - only",
    )
    .describe("The same directory as the server exports it. Hosts mount homes from below it."),
});

export const storage = z.discriminatedUnion("driver", [
  z.strictObject({
    driver: z.literal("local"),
    path: z
      .string()
      .regex(/^\/[^\s]+$/, "is not an absolute path; begin it with /")
      .describe("Directory that every worker sees at this path, outside the machines' own disks."),
    export: nfsExport.exactOptional(),
    seenAt: z
      .string()
      .regex(/^\/[^\s]+$/, "is not an absolute path; begin it with /")
      .exactOptional()
      .describe("The same directory on the machine that runs Pulumi; left out: at the same path."),
    recovery: z.strictObject(recovery).prefault({}),
  }),
  trident,
]);

const amounts = z.strictObject({ guarantee: z.number().nonnegative(), limit: z.number().positive() });

const profile = z.strictObject({
  slug: f.dnsLabel,
  displayName: z.string().min(1),
  description: z.string().default(""),
  image: f.pinnedImage,
  resources: z.strictObject({
    cpu: amounts.describe("Cores: what is set aside, and the most that a server gets."),
    memoryMiB: amounts.describe("MiB: what is set aside, and the most that a server gets."),
    ephemeralGiB: amounts
      .exactOptional()
      .describe("GiB outside the home, for /tmp and the container: set aside, and the most before a server is ended."),
  }),
  default: z.boolean().default(false),
  groups: z
    .array(f.distinguishedName)
    .min(1, "is empty; leave it out for everybody")
    .exactOptional()
    .describe("Directory groups whose members may choose it; everybody where none is given."),
});

const branding = z.strictObject({
  institution: z.string().min(1),
  service: z.string().min(1).default("Notebook Service"),
  logo: z
    .string()
    .regex(/\.(svg|png)$/, "is not a .svg or .png file; name one, seen from the project's folder")
    .describe("Picture file, its path seen from the project's folder."),
  colours: z.strictObject({ primary: f.colour, onPrimary: f.colour, accent: f.colour }),
  links: z.array(
    z.strictObject({
      text: z.string().min(1),
      url: z.string().regex(/^(https:\/\/|mailto:)/, "is neither an https address nor mailto:"),
    }),
  ),
  announcement: z.string().default(""),
});

const ldap = z.strictObject({
  method: z.literal("ldap"),
  host: f.hostName.describe("Directory server, by the name in its certificate."),
  port: f.port.default(636),
  tls: z.enum(["ldaps", "starttls"]).default("ldaps"),
  caCertificate: f.certificate.describe("CA that signed the directory's certificate, PEM."),
  bindDn: f.distinguishedName.describe("Account that looks users up."),
  bindPassword: f.secret,
  userSearchBase: f.distinguishedName,
  userAttribute: z.string().min(1).default("sAMAccountName"),
  userFilter: z
    .string()
    .regex(/^(\(.*\))?$/, "is not an LDAP filter; put it in parentheses")
    .default("(!(userAccountControl:1.2.840.113556.1.4.803:=2))")
    .describe(
      "What an account must match besides its name; the default refuses accounts that Active Directory disabled.",
    ),
  allowedGroup: f.distinguishedName,
  administratorsGroup: f.distinguishedName,
});

const backup = z
  .strictObject({
    every: z
      .int()
      .min(60, "is less than 60 s; write at least 60")
      .default(3600)
      .describe("Seconds between two backups."),
    keep: z
      .int()
      .min(1, "is less than 1; keep at least one")
      .max(1000)
      .default(48)
      .describe("How many backups are kept."),
  })
  .prefault({});

const database = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("volume").describe("In a file on a volume of the hub's own."), backup }),
    z.strictObject({
      kind: z.literal("postgresql").describe("On a PostgreSQL server, over verified TLS only."),
      host: f.hostName.describe("Database server, by the name in its certificate."),
      port: f.port.default(5432),
      database: z.string().min(1).describe("Name of the database."),
      user: z.string().min(1).describe("Account of the hub, which owns the database."),
      password: f.secret,
      caCertificate: f.certificate.describe("CA that signed the database server's certificate, PEM."),
      backup,
    }),
  ])
  .prefault({ kind: "volume" });

export const hub = z.strictObject({
  namespace: f.dnsLabel.default("dsaas"),
  url: f.httpsUrl.describe("Address that users type."),
  address: f.ipv4.describe("Virtual address of the service in the machines' network."),
  images: z.strictObject({ hub: f.pinnedImage, proxy: f.pinnedImage }),
  tls: z
    .strictObject({ certificate: f.certificate, privateKey: f.privateKey.meta({ secret: true }) })
    .optional()
    .describe("Certificate for the url; one is generated where none is given."),
  profiles: z.array(profile).min(1, "is empty; users need a profile to choose"),
  branding,
  login: z.discriminatedUnion("method", [ldap]),
  culling: z
    .strictObject({
      idleAfter: z.int().min(30, "is less than 30 s; people pause for longer").default(3600),
      checkEvery: z.int().min(5, "is less than 5 s; write at least 5").default(600),
      maxAge: z.int().min(0).default(0),
    })
    .prefault({})
    .describe(
      "Seconds after which an idle server is stopped, between two looks, and a server's greatest age (0: none).",
    ),
  home: z
    .strictObject({
      capacityGiB: z.int().min(1).default(10).describe("GiB of a home, unless a quota says otherwise."),
      mountPath: z
        .string()
        .regex(/^\/[^\s]+$/, "is not an absolute path; begin it with /")
        .default("/home/jovyan"),
      quotas: z
        .array(
          z.strictObject({
            group: f.distinguishedName.describe("Directory group."),
            capacityGiB: z
              .int()
              .min(1, "is less than 1 GiB; write at least 1")
              .describe("GiB of its members' homes; of several groups, the largest counts."),
          }),
        )
        .default([]),
    })
    .prefault({}),
  quota: z
    .strictObject({
      maxHomes: z.int().min(1, "is less than 1; leave it out for no limit").exactOptional().describe("Homes, at most."),
      storageGiB: z
        .int()
        .min(1, "is less than 1 GiB; leave it out for no limit")
        .exactOptional()
        .describe("GiB of all homes together, at most."),
    })
    .exactOptional(),
  userDomains: z
    .array(f.hostName)
    .default([])
    .describe("Your own domains: name@domain is the user name. Any other domain stays part of a user's name."),
  database,
  handover: z
    .strictObject({
      notice: z.int().min(0).max(86400).default(300).describe("Between the announcement and the stop of servers."),
      drain: z
        .int()
        .min(10, "is less than 10 s; servers need time to stop")
        .default(120)
        .describe("That servers may take to stop, before they are evicted."),
      patience: z
        .int()
        .min(30, "is less than 30 s; a hub needs time to start")
        .default(300)
        .describe("That the new hub may take to answer, before the old one takes over again."),
    })
    .prefault({})
    .describe("Seconds of each step when the hub moves to a new generation."),
  deniedNetworks: z.array(f.cidr).default([]).describe("Networks that users' servers never reach."),
});

export const platform = z.enum(["vsphere", "openstack"]);

/** Every key under `dsaas:`. */
export const config = z.strictObject({
  platform,
  vsphere: vsphere.optional(),
  openstack: openstack.optional(),
  cluster,
  storage,
  hub,
});

export type Config = z.infer<typeof config>;
export type HubConfig = z.infer<typeof hub>;
