import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { kept, none, removed, type Outcome } from "../../leftovers";
import { OpenStackError, type OpenStackApi } from "../api";
import { serversOf, type ServerMark } from "../servers";
import type { Described, Wanted } from "./wanted";

const object = z.object({ id: z.string(), description: z.string().nullish() });

/** Where things are listed and deleted, below their service's API. */
const collections: Record<Described, { service: "network" | "load-balancer"; path: string; key: string }> = {
  network: { service: "network", path: "/networks", key: "networks" },
  router: { service: "network", path: "/routers", key: "routers" },
  "security group": { service: "network", path: "/security-groups", key: "security_groups" },
  "load balancer": { service: "load-balancer", path: "/lbaas/loadbalancers", key: "loadbalancers" },
  listener: { service: "load-balancer", path: "/lbaas/listeners", key: "listeners" },
  "load balancer pool": { service: "load-balancer", path: "/lbaas/pools", key: "pools" },
};

/**
 * Removes what a run left that was killed after the cloud had made something and before Pulumi had written that down.
 * Names are not unique in OpenStack: without this the thing would stay for ever beside the one that is made now, or be in
 * its way.
 *
 * What others use is kept: the cloud itself refuses to delete a network with ports, a router with interfaces, a security
 * group of a port.
 */
export async function removeLeftover(api: OpenStackApi, wanted: Wanted, wait = pause): Promise<Outcome> {
  switch (wanted.kind) {
    case "server":
      return removeServers(api, wanted, wait);
    case "port":
      return removePort(api, wanted);
    case "subnet": {
      const query = `network_id=${wanted.networkId}&name=${encodeURIComponent(wanted.name)}`;
      return removeDescribed(api, "network", "/subnets", "subnets", query, wanted.description, wait);
    }
    case "security group rule": {
      // Two rules that open the same are refused, and each has its own description.
      const query = `security_group_id=${wanted.groupId}`;
      return removeDescribed(
        api,
        "network",
        "/security-group-rules",
        "security_group_rules",
        query,
        wanted.description,
        wait,
      );
    }
    case "router interface":
      return detachSubnet(api, wanted);
    case "server group":
      return removeServerGroup(api, wanted.name);
    case "health monitor":
      return removeMonitor(api, wanted.poolId, wait);
    default: {
      const { service, path, key } = collections[wanted.kind];
      return removeDescribed(
        api,
        service,
        path,
        key,
        `name=${encodeURIComponent(wanted.name)}`,
        wanted.description,
        wait,
      );
    }
  }
}

/** Deletes every object of the list that has this very description. */
async function removeDescribed(
  api: OpenStackApi,
  service: "network" | "load-balancer",
  path: string,
  key: string,
  query: string,
  description: string,
  wait: typeof pause,
): Promise<Outcome> {
  const body = z.record(z.string(), z.unknown()).parse(await api.get(service, `${path}?${query}`));
  const ours = z
    .array(object)
    .parse(body[key])
    .filter((found) => found.description === description);
  for (const { id } of ours) {
    const refusal = await removeOne(
      api,
      service,
      `${path}/${id}`,
      path === "/lbaas/loadbalancers" ? "?cascade=true" : "",
    );
    if (refusal !== undefined) return kept(`${id} has it, and it is in use: ${refusal}`);
    if (service === "load-balancer") await untilGone(api, service, `${path}/${id}`, wait);
  }
  return ours.length > 0 ? removed : none;
}

/** @returns why the service refuses, where it does */
async function removeOne(
  api: OpenStackApi,
  service: "network" | "load-balancer",
  path: string,
  query: string,
): Promise<string | undefined> {
  try {
    await api.remove(service, path + query);
    return undefined;
  } catch (error) {
    if (error instanceof OpenStackError && error.status === 409) return error.words;
    throw error;
  }
}

/** A machine is made anew rather than taken over: whether all of it is as wished cannot be seen from outside. */
async function removeServers(api: OpenStackApi, wanted: ServerMark, wait: typeof pause): Promise<Outcome> {
  const ours = await serversOf(api, wanted);
  for (const { id } of ours) {
    await api.remove("compute", `/servers/${id}`);
    await untilGone(api, "compute", `/servers/${id}`, wait);
  }
  return ours.length > 0 ? removed : none;
}

/** A port that holds the address: ours goes where no machine has it, anybody else's is named. */
async function removePort(api: OpenStackApi, wanted: Extract<Wanted, { kind: "port" }>): Promise<Outcome> {
  const query = `network_id=${wanted.networkId}&fixed_ips=${encodeURIComponent(`ip_address=${wanted.address}`)}`;
  const body = z
    .object({ ports: z.array(object.extend({ name: z.string(), device_id: z.string(), device_owner: z.string() })) })
    .parse(await api.get("network", `/ports?${query}`));
  const [port] = body.ports;
  if (port === undefined) return none;
  if (port.description !== wanted.description || port.device_id !== "") {
    const user = port.device_id === "" ? "" : ` of ${port.device_owner || "a device"} ${port.device_id}`;
    return kept(`port '${port.name || port.id}' (${port.id})${user} has the address ${wanted.address}`);
  }
  await api.remove("network", `/ports/${port.id}`);
  return removed;
}

async function detachSubnet(
  api: OpenStackApi,
  { routerId, subnetId }: Extract<Wanted, { kind: "router interface" }>,
): Promise<Outcome> {
  const query = `device_id=${routerId}&fixed_ips=${encodeURIComponent(`subnet_id=${subnetId}`)}`;
  const { ports } = z.object({ ports: z.array(object) }).parse(await api.get("network", `/ports?${query}`));
  if (ports.length === 0) return none;
  await api.put("network", `/routers/${routerId}/remove_router_interface`, { subnet_id: subnetId });
  return removed;
}

async function removeServerGroup(api: OpenStackApi, name: string): Promise<Outcome> {
  const { server_groups: groups } = z
    .object({ server_groups: z.array(z.object({ id: z.string(), name: z.string(), members: z.array(z.string()) })) })
    .parse(await api.get("compute", "/os-server-groups"));
  const ours = groups.filter((group) => group.name === name);
  const used = ours.find(({ members }) => members.length > 0);
  if (used) return kept(`${used.id} has it, and machines are in it`);
  for (const { id } of ours) await api.remove("compute", `/os-server-groups/${id}`);
  return ours.length > 0 ? removed : none;
}

/** A pool has one at most. */
async function removeMonitor(api: OpenStackApi, poolId: string, wait: typeof pause): Promise<Outcome> {
  const path = "/lbaas/healthmonitors";
  const { healthmonitors: found } = z
    .object({ healthmonitors: z.array(object) })
    .parse(await api.get("load-balancer", `${path}?pool_id=${poolId}`));
  for (const { id } of found) {
    await api.remove("load-balancer", `${path}/${id}`);
    await untilGone(api, "load-balancer", `${path}/${id}`, wait);
  }
  return found.length > 0 ? removed : none;
}

/** Two minutes at most. */
async function untilGone(
  api: OpenStackApi,
  service: "compute" | "load-balancer",
  path: string,
  wait: typeof pause,
): Promise<void> {
  for (let tries = 0; tries < 120; tries++) {
    const body = await api.get(service, path);
    if (body === undefined || /"(provisioning_)?status":"DELETED"/.test(JSON.stringify(body))) return;
    await wait(1000);
  }
  throw new Error(`${service} ${path} was deleted and is still there after two minutes.`);
}
