import { z } from "zod";
import type { Machine } from "../../machines/types";
import { getJson, type ApiAccess } from "../../kubernetes/apiclient";
import { waitFor } from "./wait";

/** A node that the cluster reports Ready. */
export interface ReadyNode {
  name: string;
  role: Machine["role"];
  address: string;
  /** Version of its kubelet. */
  version: string;
}

const nodeList = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string() }),
      status: z.object({
        conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]),
        nodeInfo: z.object({ kubeletVersion: z.string() }),
      }),
    }),
  ),
});

/** What each wait is told besides its subject. */
export interface WaitOptions {
  /** Seconds. */
  timeout: number;
  report(message: string): void;
}

const bootLog = "/var/log/dsaas-bootstrap.log";

/**
 * Waits until the API answers a request that needs the administrator's rights.
 * @throws Error naming the endpoint and the machine whose log tells more.
 */
export async function waitForApi(access: ApiAccess, founder: Machine | undefined, options: WaitOptions): Promise<void> {
  const where = founder === undefined ? "the control planes" : `${founder.name} (${founder.address})`;
  await waitFor({
    what: `the API at ${access.endpoint}`,
    // Any control plane's answer to this shows that its certificate is right, etcd serves, and the rights are there; and that
    // kubeadm has made what it makes last, which the stack's own DNS builds on.
    probe: () => getJson(access, "/api/v1/namespaces/kube-system/services/kube-dns"),
    hint: `Look at ${bootLog} on ${where} through the cloud's console. Where the machines are gone, pulumi up --refresh makes them again.`,
    ...options,
  });
}

/** The machines' nodes. @throws Error naming every machine whose node is missing or not Ready. */
export function readyNodes(machines: readonly Machine[], list: unknown): ReadyNode[] {
  const nodes = new Map(nodeList.parse(list).items.map((node) => [node.metadata.name, node.status]));
  const missing = machines.filter(({ name }) => !nodes.has(name)).map(({ name }) => name);
  const notReady = machines.filter(
    ({ name }) =>
      nodes.has(name) && !nodes.get(name)?.conditions.some(({ type, status }) => type === "Ready" && status === "True"),
  );
  const problems = [
    ...(missing.length > 0 ? [`not joined yet: ${missing.join(", ")}`] : []),
    ...(notReady.length > 0 ? [`not Ready yet: ${notReady.map(({ name }) => name).join(", ")}`] : []),
  ];
  if (problems.length > 0) throw new Error(problems.join("; "));
  return machines.map(({ name, role, address }) => {
    return { name, role, address, version: nodes.get(name)?.nodeInfo.kubeletVersion ?? "" };
  });
}

/**
 * Waits until every machine is a Ready node.
 * @throws Error naming those that are not.
 */
export async function waitForNodes(
  access: ApiAccess,
  machines: readonly Machine[],
  options: WaitOptions,
): Promise<ReadyNode[]> {
  return waitFor({
    what: `${machines.length} nodes`,
    probe: async () => readyNodes(machines, await getJson(access, "/api/v1/nodes")),
    hint: `Look at ${bootLog} on each of them through the cloud's console, and at kubectl describe node.`,
    ...options,
  });
}
