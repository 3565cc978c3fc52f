import { execa } from "execa";
import { inNamespace } from "../datacentre/daemon";
import { labNamespace } from "../paths";
import type { Client } from "./api/client";
import { openstackDir } from "./openstack";
import { adminClient, tenantClient } from "./seed/seed";
import { inTree } from "./tree/launch";
import { openstackTree } from "./tree/tree";

/**
 * The APIs of the running lab's OpenStack as its administrator, for tests and for looking; the stack is a plain user.
 * `(await openstackAdmin()).call("compute", "GET", "/v2.1/servers/detail?all_tenants=1")`
 */
export function openstackAdmin(): Promise<Client> {
  return adminClient(labNamespace);
}

/** The same as the plain user that the stack works as. */
export function openstackTenant(): Promise<Client> {
  return tenantClient(labNamespace);
}

/**
 * Sets quotas of the stack's project, as its institution would.
 *
 * @param quotas e.g. `{ instances: 2 }`; the names are those of the API
 */
export async function setQuota(api: "compute" | "network" | "volume", quotas: Record<string, number>): Promise<void> {
  const admin = await openstackAdmin();
  const { project } = await (await openstackTenant()).identity();
  switch (api) {
    case "compute":
      return admin.call("compute", "PUT", `/v2.1/os-quota-sets/${project}`, { quota_set: quotas });
    case "network":
      return admin.call("network", "PUT", `/v2.0/quotas/${project}`, { quota: quotas });
    case "volume": {
      const own = await admin.identity();
      return admin.call("volume", "PUT", `/v3/${own.project}/os-quota-sets/${project}`, { quota_set: quotas });
    }
    default:
      return api satisfies never;
  }
}

/** Runs the `openstack` client and gives its standard output: `openstackCommand("admin", "server", "list", "--all")`. */
export async function openstackCommand(account: "admin" | "tenant", ...words: string[]): Promise<string> {
  const tree = { root: await openstackTree(() => undefined), own: openstackDir };
  const command = inTree(tree, ["openstack", "--os-cloud", account, ...words]);
  const [program, ...args] = inNamespace(labNamespace, command);
  const { stdout } = await execa(program, args);
  return stdout;
}
