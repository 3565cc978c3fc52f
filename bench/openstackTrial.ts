/**
 * Starts OpenStack's services once, in the folder of DSAAS_LAB, makes a load balancer, and prints how long each took and
 * what the services hold; see openstack.ts.
 *
 *   node --import tsx bench/openstackTrial.ts TREE DATABASE NAMESPACE
 */
import { findDaemon } from "../lab/datacentre/daemon";
import { startOpenstack, stopOpenstack } from "../lab/openstack/openstack";
import { tenantClient } from "../lab/openstack/seed/seed";
import { serviceNames } from "../lab/openstack/services";
import { balancedApi } from "./loadBalancer";
import { memoryOf } from "./memory";
import type { OpenstackTrial } from "./openstack";
import { seconds } from "./readiness";

async function main([root = "", database = "", namespace = ""]: string[]): Promise<void> {
  const report = (line: string): void => console.error(line);
  const start = Date.now();
  try {
    await startOpenstack({ root, database, namespace, driver: "fake.FakeDriver", report });
    const taken = seconds(start);
    const memory: Record<string, number> = {};
    for (const name of serviceNames) memory[name] = await memoryOf((await findDaemon(name))?.pid ?? 0);
    const balancer = await balancedApi(await tenantClient(namespace));
    console.log(JSON.stringify({ seconds: taken, memory, balancer } satisfies OpenstackTrial));
  } finally {
    await stopOpenstack();
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
