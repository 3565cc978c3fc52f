import { databaseSocket } from "./config/common";
import { hostFile, ml2File } from "./config/files";
import { computeHosts, ports } from "./facts";
import { entryPoint } from "./tree/launch";

/** MariaDB, reached through its socket alone. What a power cut costs is of no interest: a lab that ends forgets its cloud. */
export const mariadb = [
  "mariadbd",
  "--user=root",
  "--datadir=/var/lib/mysql",
  `--socket=${databaseSocket}`,
  "--pid-file=/run/mysqld.pid",
  "--skip-networking",
  "--innodb-flush-log-at-trx-commit=0",
  "--innodb-doublewrite=0",
  "--innodb-log-file-size=16M",
  "--innodb-buffer-pool-size=96M",
  "--max-connections=500",
  "--performance-schema=OFF",
];

/** MariaDB's client as root; SQL comes through standard input. */
export const mariadbClient = ["mariadb", `--socket=${databaseSocket}`, "--user=root"];

/**
 * A WSGI application under uwsgi.
 *
 * @param listen `host:port`, or the path of a socket
 */
export function uwsgi(listen: string, script: string, size: { processes: number; threads: number }): string[] {
  return [
    "uwsgi_python311",
    `--http-socket=${listen}`,
    `--wsgi-file=${script}`,
    "--master",
    "--lazy-apps",
    `--processes=${size.processes}`,
    `--threads=${size.threads}`,
    "--enable-threads",
    "--buffer-size=65535",
    // uwsgi closes each connection after its answer, and clients must know it.
    "--add-header=Connection: close",
    "--rem-header=Content-Length",
    "--need-app",
    "--die-on-term",
    "--no-orphans",
    "--disable-logging",
  ];
}

const loopback = (port: number): string => `127.0.0.1:${port}`;

export const keystoneScript = "/usr/bin/keystone-wsgi-public";

/** RabbitMQ, one core's worth of it, on the loopback; becomes the Erlang machine instead of staying beside it as a shell. */
const rabbitmq = [
  "HOME=/var/lib/rabbitmq",
  "RUNNING_UNDER_SYSTEMD=true",
  "RABBITMQ_NODENAME=rabbit@localhost",
  "RABBITMQ_NODE_IP_ADDRESS=127.0.0.1",
  "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS=-kernel inet_dist_use_interface {127,0,0,1} +S 1:1",
  "RABBITMQ_MNESIA_BASE=/var/lib/rabbitmq/mnesia",
  "RABBITMQ_LOGS=-",
  "/usr/lib/rabbitmq/bin/rabbitmq-server",
];

/** SQL that MariaDB runs before it lets anybody in. */
export const passwordFile = "/etc/mysql/passwords.sql";

/** Command of every service in the tree, by its name. */
export const programs: Readonly<Record<string, readonly string[]>> = {
  mariadb: [...mariadb, `--init-file=${passwordFile}`],
  // Erlang's own name server, which would go to the background on its own otherwise.
  epmd: ["epmd", "-address", "127.0.0.1"],
  rabbitmq,
  keystone: uwsgi(loopback(ports.identity), keystoneScript, { processes: 1, threads: 4 }),
  placement: uwsgi(loopback(ports.placement), "/usr/bin/placement-api", { processes: 1, threads: 2 }),
  // With threads, builds of instances hung.
  "nova-api": uwsgi(loopback(ports.compute), "/usr/bin/nova-api-wsgi", { processes: 2, threads: 1 }),
  "cinder-api": uwsgi(loopback(ports.volume), "/usr/bin/cinder-wsgi", { processes: 1, threads: 1 }),
  "octavia-api": uwsgi(loopback(ports.loadBalancer), "/usr/bin/octavia-wsgi", { processes: 1, threads: 4 }),
  "octavia-worker": entryPoint("octavia-worker", "octavia.cmd.octavia_worker:main"),
  glance: entryPoint("glance-api", "glance.cmd.api:main"),
  neutron: entryPoint("neutron-server", "neutron.cmd.eventlet.server:main", [
    "--config-file=/etc/neutron/neutron.conf",
    `--config-file=${ml2File}`,
  ]),
  "nova-conductor": entryPoint("nova-conductor", "nova.cmd.conductor:main"),
  "nova-scheduler": entryPoint("nova-scheduler", "nova.cmd.scheduler:main"),
  "cinder-scheduler": entryPoint("cinder-scheduler", "cinder.cmd.scheduler:main"),
  "cinder-volume": entryPoint("cinder-volume", "cinder.cmd.volume:main"),
  ...Object.fromEntries(
    computeHosts.map((host) => [
      `nova-${host}`,
      entryPoint("nova-compute", "dsaas_nova.compute:main", [
        "--config-file=/etc/nova/nova.conf",
        `--config-file=${hostFile(host)}`,
      ]),
    ]),
  ),
};
