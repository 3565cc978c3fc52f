import { randomBytes } from "node:crypto";
import { rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { execa } from "execa";
import { setTimeout as pause } from "node:timers/promises";
import { run } from "../../../images/containers/run";
import { cached } from "../../../images/containers/store";
import { Client, exchange } from "../api/client";
import { databases } from "../config/common";
import { configFiles } from "../config/files";
import { accounts, authUrl, catalogue } from "../facts";
import { keystoneScript, mariadb, mariadbClient, uwsgi } from "../programs";
import { inTree, type Tree } from "../tree/launch";
import { makeOwnFolder } from "../tree/own";
import { makeCatalogue, makeServiceAccount } from "./catalogue";
import { migrations } from "./migrations";
import { certificatesKey, keyFiles } from "./passwords";

/** Raise it when the same inputs give another database. */
const format = 1;

/**
 * A MariaDB data folder with every service's tables, keystone's catalogue and its accounts `admin` and `openstack`, or the
 * one that the cache has. The accounts' passwords were random and are forgotten: each lab sets its own. Needs root.
 *
 * @param root the services' tree
 * @param log told what is being done, one line each
 * @returns the folder; to be copied, never written to
 */
export async function openstackDatabase(root: string, log: (line: string) => void): Promise<string> {
  const secret = (): string => randomBytes(18).toString("base64url");
  const inputs = [format, basename(dirname(root)), migrations(""), mariadb, catalogue];
  const folder = await cached("openstack-database", inputs, async (directory) => {
    const tree = { root, own: join(directory, "own") };
    const secrets = { services: secret(), messages: secret(), certificates: certificatesKey(secret()) };
    await makeOwnFolder(tree, { ...configFiles(secrets, "fake.FakeDriver"), ...keyFiles(secret()) });
    await inDatabase(tree, async () => {
      log("tables of every service");
      const admin = secret();
      await Promise.all(migrations(admin).map((commands) => inOrder(tree, commands)));
      log("catalogue");
      await inKeystone(tree, admin, async (client) => {
        await makeCatalogue(client);
        await makeServiceAccount(client, secrets.services);
      });
    });
    await rename(join(tree.own, "var/lib/mysql"), join(directory, "mysql"));
    await rm(tree.own, { recursive: true });
  });
  return join(folder, "mysql");
}

async function inOrder(tree: Tree, commands: string[][]): Promise<void> {
  for (const command of commands) await runInTree(tree, command);
}

/** Runs a program of the tree to its end. */
async function runInTree(tree: Tree, command: string[], input?: string): Promise<string> {
  const [program, ...args] = inTree(tree, command);
  return run(program, args, input === undefined ? {} : { input });
}

/** Runs `act` with an empty MariaDB, and ends it properly. */
async function inDatabase(tree: Tree, act: () => Promise<void>): Promise<void> {
  const install = ["mariadb-install-db", "--user=root", "--datadir=/var/lib/mysql", "--skip-test-db"];
  await runInTree(tree, [...install, "--auth-root-authentication-method=normal"]);
  await beside(tree, mariadb, async (running) => {
    const statements = databases.map((name) => `CREATE DATABASE ${name} CHARACTER SET utf8mb3;\n`).join("");
    await untilDone(running, () => runInTree(tree, mariadbClient, statements));
    await act();
    await runInTree(tree, mariadbClient, "SHUTDOWN;\n");
    while (running()) await pause(100);
  });
}

/** Runs `act` with keystone on a socket; the network that this machine is in is left alone. */
async function inKeystone(tree: Tree, password: string, act: (admin: Client) => Promise<void>): Promise<void> {
  const socket = "/run/keystone.sock";
  const route = { socket: join(tree.own, socket) };
  await beside(tree, uwsgi(socket, keystoneScript, { processes: 1, threads: 1 }), async (running) => {
    await untilDone(running, () => exchange(route, { method: "GET", url: authUrl }));
    await act(new Client(route, { ...accounts.admin, password }));
  });
}

/** Runs `act` while a program of the tree runs, which is killed afterwards. It ends with this process, however that ends. */
async function beside(
  tree: Tree,
  command: readonly string[],
  act: (running: () => boolean) => Promise<void>,
): Promise<void> {
  const child = execa("setpriv", ["--pdeathsig=KILL", "--", ...inTree(tree, command)], {
    stdin: "ignore",
    all: true,
    reject: false,
  });
  let ended = false;
  void child.finally(() => (ended = true));
  try {
    await act(() => !ended);
  } catch (error) {
    child.kill("SIGKILL");
    const { all } = await child;
    throw new Error(`${(error as Error).message}\n${command[0]} said:\n${lastLines(all)}`, { cause: error });
  }
  child.kill("SIGKILL");
  await child;
}

const lastLines = (text: string): string => text.trim().split("\n").slice(-15).join("\n");

/** Tries again until it works, for a minute and a half, or until the program that is asked has ended. */
async function untilDone(running: () => boolean, act: () => Promise<unknown>): Promise<void> {
  const deadline = Date.now() + 90_000;
  for (;;) {
    const failed = await act().then(
      () => undefined,
      (error: Error) => error,
    );
    if (failed === undefined) return;
    if (!running() || Date.now() > deadline) throw failed;
    await pause(300);
  }
}
