import { logo, palette, type Palette } from "./branding";
import { databaseSettings, type DatabaseSettings } from "./database";
import { handoverReport, handoverState } from "../handover/names";
import { urls } from "./names";
import { homesGrow } from "./homes";
import type { Branding, HomeExport, HubSpec, LdapLogin, Profile } from "./types";

/** settings.json, which python/jupyterhub_config.py reads. Nothing in it is secret. */
export interface HubSettings {
  namespace: string;
  /** Where users' servers and the culler reach the hub, inside the cluster. */
  hubUrl: string;
  proxyApiUrl: string;
  database: DatabaseSettings;
  /** ConfigMaps that the hub reads and writes when it is handed over to another generation. */
  handover: { state: string; report: string };
  /** HTTP headers of the hub's own pages. */
  headers: Record<string, string>;
  login: Omit<LdapLogin, "caCertificate">;
  profiles: Profile[];
  home: {
    capacityGiB: number;
    mountPath: string;
    storageClass: string;
    quotas: { group: string; capacityGiB: number }[];
    /** Whether the hub makes homes larger that are smaller than their quota. */
    grows: boolean;
    export: HomeExport | null;
  };
  /** The institution's own domains, which are no part of a user's name. */
  userDomains: string[];
  branding: Omit<Branding, "logo" | "colours"> & { colours: Palette; logoFile: string };
  /** How long a server may be unused before it stops, as the pages tell users, e.g. `1 hour`. */
  idleAfter: string;
}

/** Half a year; only with a certificate of the operator's, since browsers let nobody past a pinned bad one. */
const strictTransport = { "Strict-Transport-Security": "max-age=15768000" };

/**
 * JupyterHub's own pages need inline scripts and styles; everything comes from the hub itself, nothing frames it and
 * forms go nowhere else.
 */
const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

/**
 * @param storageClass class of users' homes
 * @param certificateGiven whether the operator gave the certificate, rather than the stack generating one
 */
export function hubSettings(spec: HubSpec, storageClass: string, certificateGiven: boolean): HubSettings {
  const { caCertificate: _file, ...login } = spec.login;
  const { logo: source, colours, ...branding } = spec.branding;
  return {
    namespace: spec.namespace,
    hubUrl: urls.hub,
    proxyApiUrl: urls.proxyApi,
    database: databaseSettings(spec.database),
    handover: { state: handoverState, report: handoverReport },
    headers: {
      "Content-Security-Policy": contentSecurityPolicy,
      "X-Content-Type-Options": "nosniff",
      "Referrer-Policy": "same-origin",
      ...(certificateGiven ? strictTransport : {}),
    },
    login,
    profiles: spec.profiles,
    home: {
      capacityGiB: spec.home.capacityGiB,
      mountPath: spec.home.mountPath,
      storageClass,
      quotas: spec.home.quotas ?? [],
      grows: homesGrow(spec.home),
      export: spec.home.export ?? null,
    },
    userDomains: spec.userDomains ?? [],
    branding: { ...branding, colours: palette(colours), logoFile: logo(source).name },
    idleAfter: duration(spec.culling.idleAfter),
  };
}

/** Seconds as people say them, in the largest unit that divides them: `2 hours`, `90 minutes`, `45 seconds`. */
export function duration(seconds: number): string {
  const units = [
    ["day", 86400],
    ["hour", 3600],
    ["minute", 60],
  ] as const;
  const [unit, length] = units.find(([, size]) => seconds % size === 0) ?? (["second", 1] as const);
  const count = seconds / length;
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
