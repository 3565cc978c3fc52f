import { setTimeout as pause } from "node:timers/promises";
import type { Client } from "../lab/openstack/api/client";
import { seconds } from "./readiness";

interface Status {
  provisioning_status: string;
  vip_port_id: string;
}

const balancers = "/v2/lbaas/loadbalancers";

/**
 * As a plain user: a load balancer with a listener, a pool of three members and a monitor on a network of its own, each
 * until octavia calls it ACTIVE; then all of it is removed again.
 *
 * @returns seconds until all of it was ACTIVE
 * @throws Error where octavia gives it up, or neutron has no port for its address
 */
export async function balancedApi(tenant: Client): Promise<number> {
  const make = async (path: string, kind: string, body: object): Promise<string> => {
    const made = await tenant.call<Record<string, { id: string }>>("loadBalancer", "POST", path, { [kind]: body });
    return made[kind]?.id ?? "";
  };
  const { network } = await tenant.call<{ network: { id: string } }>("network", "POST", "/v2.0/networks", {
    network: { name: "balanced" },
  });
  const { subnet } = await tenant.call<{ subnet: { id: string } }>("network", "POST", "/v2.0/subnets", {
    subnet: { network_id: network.id, ip_version: 4, cidr: "198.18.1.0/24" },
  });
  const start = Date.now();
  const balancer = await make(balancers, "loadbalancer", { name: "api", vip_subnet_id: subnet.id });
  const { vip_port_id: port } = await untilActive(tenant, balancer);
  await tenant.call("network", "GET", `/v2.0/ports/${port}`);
  const common = { protocol: "TCP" };
  const listener = await make("/v2/lbaas/listeners", "listener", {
    ...common,
    loadbalancer_id: balancer,
    protocol_port: 6443,
  });
  await untilActive(tenant, balancer);
  const pool = await make("/v2/lbaas/pools", "pool", { ...common, listener_id: listener, lb_algorithm: "ROUND_ROBIN" });
  await untilActive(tenant, balancer);
  const members = [20, 21, 22].map((host) => ({ address: `198.18.1.${host}`, protocol_port: 6443 }));
  await tenant.call("loadBalancer", "PUT", `/v2/lbaas/pools/${pool}/members`, { members });
  await untilActive(tenant, balancer);
  const monitor = { type: "TCP", delay: 5, timeout: 3, max_retries: 3 };
  await make("/v2/lbaas/healthmonitors", "healthmonitor", { ...monitor, pool_id: pool });
  await untilActive(tenant, balancer);
  const taken = seconds(start);
  await tenant.call("loadBalancer", "DELETE", `${balancers}/${balancer}?cascade=true`);
  await untilGone(tenant, balancer);
  await tenant.call("network", "DELETE", `/v2.0/networks/${network.id}`);
  return taken;
}

async function untilActive(tenant: Client, id: string): Promise<Status> {
  return eventually(async () => {
    const { loadbalancer } = await tenant.call<{ loadbalancer: Status }>("loadBalancer", "GET", `${balancers}/${id}`);
    if (loadbalancer.provisioning_status === "ERROR") throw new Error("octavia calls the load balancer ERROR");
    return loadbalancer.provisioning_status === "ACTIVE" ? loadbalancer : undefined;
  });
}

async function untilGone(tenant: Client, id: string): Promise<true> {
  return eventually(async () => {
    const { loadbalancers } = await tenant.call<{ loadbalancers: { id: string }[] }>("loadBalancer", "GET", balancers);
    return loadbalancers.every((one) => one.id !== id) ? true : undefined;
  });
}

async function eventually<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (const deadline = Date.now() + 120_000; Date.now() < deadline; await pause(200)) {
    const answer = await ask();
    if (answer !== undefined) return answer;
  }
  throw new Error("octavia has not finished within 120 s");
}
