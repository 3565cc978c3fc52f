import { execInMachine } from "../datacentre/exec";
import { LabError } from "../errors";
import { kubectl, list } from "../kubectl";

interface KubeObject {
  metadata: { name: string; namespace?: string; labels?: Record<string, string>; deletionTimestamp?: string };
}
interface Node extends KubeObject {
  status: { conditions: { type: string; status: string }[] };
}
interface Pod extends KubeObject {
  spec: { nodeName?: string };
  status: { phase: string; conditions?: { type: string; status: string }[] };
}

/** Machines by what they are; the first control plane founded the cluster. */
export interface Machines {
  controlPlanes: string[];
  workers: string[];
}

const controlPlaneLabel = "node-role.kubernetes.io/control-plane";

export async function machines(): Promise<Machines> {
  const nodes = await list<Node>("nodes");
  const names = (wanted: boolean) =>
    nodes
      .filter(({ metadata }) => controlPlaneLabel in (metadata.labels ?? {}) === wanted)
      .map(({ metadata }) => metadata.name)
      .sort();
  return { controlPlanes: names(true), workers: names(false) };
}

/** The machine that a pod of the hub's namespace runs on. */
export async function machineOf(selector: string): Promise<string> {
  const pods = await list<Pod>("pods", "--namespace", "dsaas", "--selector", selector);
  const [name] = pods
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .map((pod) => pod.spec.nodeName);
  if (name === undefined) throw new LabError(`no pod of the hub's namespace runs that is ${selector}`);
  return name;
}

/** Which control plane is what: `etcd leader`, `virtual IP's holder`, `hub address's holder`. */
export async function offices(controlPlanes: readonly string[]): Promise<Record<string, string[]>> {
  const held: Record<string, string[]> = Object.fromEntries(controlPlanes.map((name) => [name, []]));
  for (const name of controlPlanes) {
    const { leader, header } = (await etcd(name, "maintenance/status")) as {
      leader: string;
      header: { member_id: string };
    };
    if (leader === header.member_id) held[name]?.push("etcd leader");
  }
  held[await leaseHolder("plndr-cp-lock")]?.push("virtual IP's holder");
  held[await leaseHolder("plndr-svcs-lock")]?.push("hub address's holder");
  return held;
}

export async function leaseHolder(lease: string): Promise<string> {
  return kubectl("get", "lease", lease, "--namespace", "kube-system", "--output", "jsonpath={.spec.holderIdentity}");
}

/** etcd's own API on a control plane, by its JSON gateway. */
async function etcd(machine: string, path: string): Promise<unknown> {
  const pki = "/etc/kubernetes/pki";
  const identity = ["--cert", `${pki}/apiserver-etcd-client.crt`, "--key", `${pki}/apiserver-etcd-client.key`];
  const where = ["--cacert", `${pki}/etcd/ca.crt`, "--data", "{}", `https://127.0.0.1:2379/v3/${path}`];
  return JSON.parse(
    await execInMachine(machine, ["curl", "--silent", "--fail", ...identity, ...where], { timeout: 5000 }),
  );
}

/** What keeps the cluster from being whole; empty where nothing does. */
export async function complaints(all: Machines): Promise<string[]> {
  const nodes = await list<Node>("nodes");
  const pods = await list<Pod>("pods", "--all-namespaces");
  const members = await Promise.all(all.controlPlanes.map((name) => memberships(name, all.controlPlanes.length)));
  return [
    ...nodes.filter((node) => !is(node.status.conditions, "Ready")).map(({ metadata }) => `${metadata.name} not Ready`),
    ...pods
      .filter(({ metadata, status }) => metadata.deletionTimestamp !== undefined || !is(status.conditions, "Ready"))
      .map(({ metadata }) => `pod ${metadata.name} not Ready`),
    ...members.flat(),
  ];
}

const is = (conditions: { type: string; status: string }[] | undefined, type: string) =>
  conditions?.some((condition) => condition.type === type && condition.status === "True") === true;

/** Whether a control plane's own etcd answers and has this many members that vote. */
async function memberships(machine: string, count: number): Promise<string[]> {
  try {
    const { members } = (await etcd(machine, "cluster/member/list")) as {
      members: { name?: string; isLearner?: boolean }[];
    };
    const voting = members.filter(({ name, isLearner }) => name !== undefined && isLearner !== true);
    return voting.length === count && members.length === count
      ? []
      : [`etcd on ${machine} has ${voting.length} members`];
  } catch {
    return [`etcd on ${machine} does not answer`];
  }
}

/**
 * Looks again and again whether the cluster is whole.
 *
 * @returns a function that ends this and gives when there was the last complaint, ms since 1970; undefined where there was
 * none
 */
export function followComplaints(all: Machines): () => Promise<number | undefined> {
  let ended = false;
  let last: number | undefined;
  const following = (async () => {
    while (!ended) {
      if ((await complaints(all).catch(() => ["the API does not answer"])).length > 0) last = Date.now();
      await new Promise((done) => setTimeout(done, 1000));
    }
  })();
  return async () => {
    ended = true;
    await following;
    return last;
  };
}

/** Waits until the whole cluster is well. @throws LabError naming what is not */
export async function untilWell(all: Machines, patience = 300_000): Promise<void> {
  let problems = ["nothing was answered"];
  for (const deadline = Date.now() + patience; Date.now() < deadline;) {
    problems = await complaints(all).catch((error: Error) => [error.message.split("\n")[0] ?? ""]);
    if (problems.length === 0) return;
    await new Promise((done) => setTimeout(done, 500));
  }
  throw new LabError(`The cluster is not well after ${patience / 1000} s: ${problems.join("; ")}`);
}
