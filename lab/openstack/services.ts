import { createConnection } from "node:net";
import { join } from "node:path";
import type { Daemon } from "../datacentre/daemon";
import { listener } from "../datacentre/ports";
import { exchange, type Route } from "./api/client";
import { databaseSocket } from "./config/common";
import { apiUrl, computeHosts, ports, type Api } from "./facts";
import { programs } from "./programs";
import { inTree, type Tree } from "./tree/launch";

/** A service, and those that must answer before it starts. */
export interface Service {
  name: string;
  needs: readonly string[];
}

/**
 * Services in the order in which they begin to start: what others wait for first, and no one before what it needs. All
 * else bears it that keystone comes later; nova's scheduler and hosts end where they cannot log in.
 */
export const services: readonly Service[] = [
  { name: "mariadb", needs: [] },
  { name: "epmd", needs: [] },
  { name: "keystone", needs: ["mariadb"] },
  { name: "rabbitmq", needs: ["epmd"] },
  { name: "placement", needs: ["mariadb"] },
  { name: "nova-conductor", needs: ["mariadb", "rabbitmq"] },
  { name: "nova-api", needs: ["mariadb", "rabbitmq"] },
  { name: "neutron", needs: ["mariadb", "rabbitmq"] },
  ...["nova-scheduler", ...computeHosts.map((host) => `nova-${host}`)].map((name) => ({
    name,
    needs: ["keystone", "placement", "nova-conductor"],
  })),
  { name: "glance", needs: ["mariadb"] },
  { name: "cinder-api", needs: ["mariadb", "rabbitmq"] },
  { name: "cinder-scheduler", needs: ["mariadb", "rabbitmq"] },
  { name: "cinder-volume", needs: ["mariadb", "rabbitmq"] },
  { name: "octavia-api", needs: ["mariadb", "rabbitmq"] },
  { name: "octavia-worker", needs: ["mariadb", "rabbitmq"] },
];

/** Names of every service's daemon. */
export const serviceNames: readonly string[] = services.map(({ name }) => name);

/** The API that a service answers. */
const apis: Readonly<Record<string, Api>> = {
  keystone: "identity",
  placement: "placement",
  "nova-api": "compute",
  neutron: "network",
  glance: "image",
  "cinder-api": "volume",
  "octavia-api": "loadBalancer",
};

/** Where the cloud runs. */
export interface Place {
  tree: Tree;
  /** Network namespace. */
  namespace: string;
  /** Changes with what the services read when they start. */
  settings: string;
}

/** Python takes its time to load on few cores, and fifteen of them start together. */
const patience = 240_000;

/** One service as a daemon. */
export function serviceDaemon(name: string, { tree, namespace, settings }: Place): Daemon {
  const program = programs[name];
  if (program === undefined) throw new Error(`There is no OpenStack service ${name}`);
  const command = inTree(tree, program);
  return {
    name,
    command,
    namespace,
    settings: JSON.stringify([settings, command]),
    ready: () => isReady(name, { namespace }, tree),
    patience,
    interval: 500,
  };
}

/** Whether a service answers. Those without an API of their own are asked for later, all together. */
async function isReady(name: string, route: Extract<Route, { namespace: string }>, tree: Tree): Promise<boolean> {
  if (name === "mariadb") return accepts(join(tree.own, databaseSocket));
  if (name === "rabbitmq") return (await listener(ports.messages, route)) !== undefined;
  const api = apis[name];
  if (api === undefined) return true;
  return exchange(route, { method: "GET", url: `${apiUrl(api)}/` }).then(
    ({ status }) => status < 500,
    () => false,
  );
}

/** Whether somebody listens on a socket. */
function accepts(socket: string): Promise<boolean> {
  return new Promise((done) => {
    const connection = createConnection(socket);
    connection.once("connect", () => done(true)).once("error", () => done(false));
    connection.unref();
    connection.once("connect", () => connection.destroy());
  });
}
