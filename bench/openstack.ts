import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { openstackDatabase } from "../lab/openstack/database/build";
import { openstackTree } from "../lab/openstack/tree/tree";
import { ensureDebianPackages } from "../lab/toolchain";
import { openstackPackages } from "../lab/prepare";
import { record } from "./results";

/** What the cloud on its own gave: see openstackTrial.ts. */
export interface OpenstackTrial {
  seconds: number;
  /** MiB by service. */
  memory: Record<string, number>;
  /** Seconds until a load balancer with all that belongs to it was ACTIVE. */
  balancer: number;
}

/**
 * How long OpenStack's services take from nothing but the cache to a cloud that a stack can use, and their memory. They run
 * in a network and a folder of their own, beside whatever lab there is, with no machine behind nova's instances.
 */
export async function openstackFigures(): Promise<void> {
  const log = (line: string): void => console.error(line);
  await ensureDebianPackages(openstackPackages, log);
  const root = await openstackTree(log);
  const database = await openstackDatabase(root, log);
  const folder = await mkdtemp(join(tmpdir(), "dsaas-openstack-"));
  const namespace = `dsaas-openstack-${process.pid}`;
  try {
    await execa("ip", ["netns", "add", namespace]);
    await execa("ip", ["-n", namespace, "link", "set", "lo", "up"]);
    const script = join(import.meta.dirname, "openstackTrial.ts");
    const { stdout } = await execa(process.execPath, ["--import", "tsx", script, root, database, namespace], {
      env: { DSAAS_LAB: folder },
      stderr: "inherit",
    });
    const { seconds, memory, balancer } = JSON.parse(stdout) as OpenstackTrial;
    await record(
      "openstack",
      {
        "OpenStack's services from their start to a cloud for the stack, s": seconds,
        "aim, s": 90,
        "their memory, MiB": Object.values(memory).reduce((sum, size) => sum + size, 0),
        "aim, MiB": 3072,
        "a load balancer with listener, pool, members and monitor ACTIVE, s": balancer,
      },
      { memory },
    );
  } finally {
    await execa("ip", ["netns", "del", namespace], { reject: false });
    await rm(folder, { recursive: true, force: true });
  }
}
