/** Names, ports and paths that several of the hub's objects, and the Python beside them, agree on. */

/** The four kinds of pods in the namespace; the last is made by kubespawner and carries its label. */
export type Part = "hub" | "proxy" | "idle-culler" | "singleuser-server";

export const ports = {
  /** Hub's pages and API, plain HTTP inside the namespace. */
  hub: 8081,
  /** Proxy's routes API. */
  proxyApi: 8001,
  /** Proxy as users reach it (443 and 80 on the service). */
  https: 8443,
  http: 8080,
  /** A user's server. */
  server: 8888,
  /** Kubernetes API on the control planes. */
  kubernetesApi: 6443,
} as const;

export const urls = {
  hub: `http://hub:${ports.hub}`,
  proxyApi: `http://proxy-api:${ports.proxyApi}`,
} as const;

/** Folders in the hub's container; jupyterhub_config.py finds the others from its own place. */
export const paths = {
  base: "/etc/dsaas/hub",
  config: "/etc/dsaas/hub/python/jupyterhub_config.py",
  state: "/srv/jupyterhub",
  database: "/srv/jupyterhub/jupyterhub.sqlite",
  /** Backups of the database, on a volume of their own. */
  backup: "/srv/backup",
  /** Makes the database ready, then becomes the command that follows it. */
  start: "/etc/dsaas/hub/python/dsaas_start.py",
  /** Makes backups on a schedule. */
  makeBackups: "/etc/dsaas/hub/python/dsaas_backup.py",
  proxyTls: "/etc/dsaas/tls",
} as const;

/** Keys of the Secret `hub`, which are also the files' names under secrets/. */
export const secretKeys = {
  cookie: "cookie-secret",
  crypt: "crypt-key",
  proxyToken: "proxy-token",
  cullerToken: "culler-token",
  directoryPassword: "directory-password",
  /** There only where the database is in PostgreSQL. */
  databasePassword: "database-password",
} as const;

/** Labels of one part; `component` is what kubespawner puts on users' servers, so policies select all by it. */
export function labels(part: Part): Record<string, string> {
  return {
    component: part,
    "app.kubernetes.io/name": "jupyterhub",
    "app.kubernetes.io/component": part,
    "app.kubernetes.io/part-of": "dsaas",
  };
}

/** Labels by which pods of one part are selected; never changed, since selectors cannot be. */
export function selector(part: Part): Record<string, string> {
  return { component: part };
}
