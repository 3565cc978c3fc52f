import { createConnection } from "node:net";
import { join } from "node:path";
import type { Daemon } from "../datacentre/daemon";
import { listener } from "../datacentre/ports";
import { exchange, type Route } from "./api/client";
import { databaseSocket } from "./config/common";
import { apiUrl, computeHosts, ports, type Api } from "./facts";
import { programs } from "./programs";
import { inTree, type Tree } from "./tree/launch";

/** Services by when they start: each group needs those before it to answer. */
export const groups: readonly (readonly string[])[] = [
  ["mariadb", "epmd", "rabbitmq"],
  // keystone and placement first, as the last group waits for them.
  [
    "keystone",
    "placement",
    "nova-conductor",
    "neutron",
    "nova-api",
    "glance",
    "cinder-api",
    "cinder-scheduler",
    "cinder-volume",
  ],
  ["nova-scheduler", ...computeHosts.map((host) => `nova-${host}`), "octavia-api", "octavia-worker"],
];

/** Names of every service's daemon. */
export const serviceNames: readonly string[] = groups.flat();

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
