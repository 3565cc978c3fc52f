import type * as pulumi from "@pulumi/pulumi";

/** A container image, always pinned: `registry/name:tag@sha256:…` (the tag is for readers only). */
export type ImageReference = string;

/** CPU (cores) and memory (MiB): `guarantee` is what the scheduler sets aside, `limit` what the kernel enforces. */
export interface Resources {
  cpu: { guarantee: number; limit: number };
  memoryMiB: { guarantee: number; limit: number };
}

/** What a server may use besides: space in GiB outside the home, in its container and /tmp; all of it goes with it. */
export interface ProfileResources extends Resources {
  ephemeralGiB?: { guarantee: number; limit: number };
}

/** What a user may choose before a server starts. */
export interface Profile {
  /** Stable key, a DNS label; kept in the hub's database. */
  slug: string;
  /** Name as users read it, e.g. `Data Science`. */
  displayName: string;
  description: string;
  image: ImageReference;
  resources: ProfileResources;
  default: boolean;
  /** Directory groups (distinguished names) whose members may choose it; left out or empty: everybody. */
  groups?: string[];
}

/** How hosts outside the platform mount homes over NFS. */
export type HomeExport =
  /** The same place for all: `server:/path` with `{namespace}` and `{claim}`. */
  | { kind: "path"; template: string }
  /** Only the volume itself tells: this annotation of its claim holds `server:/path`. */
  | { kind: "annotation"; key: string };

/** Users' homes, one exclusive volume for each user. */
export interface Home {
  /** GiB of a home whose user is in no group of `quotas`. */
  capacityGiB: number;
  mountPath: string;
  /** GiB by directory group (distinguished name); the largest of a user's groups counts. */
  quotas?: { group: string; capacityGiB: number }[];
  /** Whether the storage class lets a volume grow; then homes grow to their quota, and never shrink. */
  expandable?: boolean;
  export?: HomeExport;
}

/** What all homes together may take; left out: whatever the storage gives. */
export interface HomesQuota {
  maxHomes?: number;
  storageGiB?: number;
}

/** How the institution looks. */
export interface Branding {
  institution: string;
  /** Name of the service, e.g. `Notebook Service`. */
  service: string;
  /** SVG or PNG as a data URI, or the text of an SVG; shown on every hub page. */
  logo: string;
  /** CSS colours, `#rrggbb`. */
  colours: { primary: string; onPrimary: string; accent: string };
  /** Links at the foot of every page: imprint, privacy, accessibility. */
  links: { text: string; url: string }[];
  /** One line above the log-in form; empty for none. */
  announcement: string;
}

/** Log-in against a directory over verified TLS. Group names are distinguished names. */
export interface LdapLogin {
  method: "ldap";
  host: string;
  port: number;
  /** PEM of the CA that signed the directory's certificate. */
  caCertificate: string;
  tls: "ldaps" | "starttls";
  /** Account that looks users up. */
  bindDn: string;
  userSearchBase: string;
  /** Attribute that users type, e.g. `sAMAccountName`. */
  userAttribute: string;
  /** Extra LDAP filter that an account must match, e.g. `(!(userAccountControl:1.2.840.113556.1.4.803:=2))`. */
  userFilter: string;
  allowedGroup: string;
  administratorsGroup: string;
}

/** Ways to log in. */
export type Login = LdapLogin;

/** When the hub's database is backed up, and how many backups are kept. */
export interface Backup {
  /** Seconds between two backups. */
  every: number;
  keep: number;
}

/** The database is a file on the hub's own volume. */
export interface VolumeDatabase {
  kind: "volume";
  backup: Backup;
}

/** The database is on a PostgreSQL server of the institution's, reached over verified TLS only. */
export interface PostgresqlDatabase {
  kind: "postgresql";
  /** Name or address as in the server's certificate. */
  host: string;
  port: number;
  database: string;
  user: string;
  /** PEM of the CA that signed the server's certificate. */
  caCertificate: string;
  backup: Backup;
}

/** Where the hub keeps users, their running servers, tokens and sessions. */
export type Database = VolumeDatabase | PostgresqlDatabase;

/** Idle servers are stopped; times in seconds. */
export interface Culling {
  idleAfter: number;
  checkEvery: number;
  /** 0: no limit on a server's age. */
  maxAge: number;
}

/** Everything about the hub that is plain; secrets are passed beside it. */
export interface HubSpec {
  namespace: string;
  /** Address that users type, e.g. `https://hub.example.org`; its host is in the generated certificate. */
  url: string;
  /** Virtual IPv4 address of the service, announced by kube-vip. */
  address: string;
  images: { hub: ImageReference; proxy: ImageReference };
  profiles: Profile[];
  branding: Branding;
  login: Login;
  culling: Culling;
  database: Database;
  home: Home;
  quota?: HomesQuota;
  /** The institution's own domains; `alice@` one of them is the user `alice`, and any other domain is part of a name. */
  userDomains?: string[];
  /** Networks that users' servers may never reach, CIDR, besides 169.254.169.254 and the cluster's own. */
  deniedNetworks: string[];
}

/** What the hub needs to know of the cluster's network, to keep users inside their own. */
export interface HubNetwork {
  /** Pods' and services' address ranges, CIDR. */
  podSubnet: string;
  serviceSubnet: string;
  /** IPv4 addresses where the API server answers: the control planes' and the virtual one. */
  apiServers: string[];
  /** IPv4 addresses of all machines, and of every API of the stack; users' servers reach none of them. */
  machines: string[];
}

/** Secrets that the operator gives; the hub's own are made by the stack. */
export interface HubSecrets {
  /** Password of `LdapLogin.bindDn`. */
  ldapBindPassword: pulumi.Input<string>;
  /** Password of `PostgresqlDatabase.user`; needed with that only. */
  databasePassword?: pulumi.Input<string>;
  /** PEM of the service's certificate, with its chain, and of its key. Without, the stack generates both. */
  tls?: { certificate: pulumi.Input<string>; key: pulumi.Input<string> };
}
