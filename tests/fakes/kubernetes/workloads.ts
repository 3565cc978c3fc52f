import type { KubeObject } from "./objects";
import { Refused, type Store } from "./store";

const apps = (namespace: string, kind: string) => `/apis/apps/v1/namespaces/${namespace}/${kind}`;
const podsPath = (namespace: string) => `/api/v1/namespaces/${namespace}/pods`;
export const nodesPath = "/api/v1/nodes";

interface Scaled extends KubeObject {
  metadata: KubeObject["metadata"] & { generation?: number };
  spec: { replicas: number; selector: Record<string, string> };
  status?: { observedGeneration: number; replicas: number; updatedReplicas: number; availableReplicas: number };
}

export interface Pod extends KubeObject {
  metadata: KubeObject["metadata"] & { deletionTimestamp?: string };
  spec: { nodeName?: string };
  status: { phase: string; conditions?: object[]; containerStatuses?: object[] };
}

export interface DeploymentArgs {
  namespace: string;
  name: string;
  labels: Record<string, string>;
  /** @default 1 */
  replicas?: number;
  /** Claims without which its pods wait, and run on no machine. */
  claims?: string[];
}

/** Rounds that a pod takes to be ready, and to end. */
const starting = 2;
const ending = 2;

/**
 * Deployments, ReplicaSets and pods, with the controllers that make and end them. Nothing happens by itself: `round` is one
 * round of every controller, each of which sees what the one before it did in the last round.
 */
export class Workloads {
  /** Names of Deployments whose pods never become ready. */
  readonly broken = new Set<string>();
  /** Machines whose kubelets do not answer: no pod there ends, nor starts. */
  readonly lost = new Set<string>();
  /** What containers wrote last, by pod. */
  readonly logs = new Map<string, string>();
  private readonly deployments: DeploymentArgs[] = [];
  /** Rounds that a pod has been starting, or ending. */
  private readonly ages = new Map<string, number>();
  private made = 0;

  constructor(private readonly store: Store) {}

  addMachine(name: string): void {
    this.store.create(nodesPath, { kind: "Node", metadata: { name } });
    this.markMachines();
  }

  addDeployment(args: DeploymentArgs): void {
    this.deployments.push(args);
    const { namespace, name, labels, replicas = 1 } = args;
    const object = { kind: "Deployment", metadata: { name, labels }, spec: { replicas, selector: labels } };
    this.changed(this.store.create(apps(namespace, "deployments"), object));
  }

  addPod(namespace: string, name: string, labels: Record<string, string>, nodeName: string): void {
    const status = { phase: "Running" };
    this.store.create(podsPath(namespace), { kind: "Pod", metadata: { name, labels }, spec: { nodeName }, status });
  }

  pods(namespace: string, label: string): Pod[] {
    return (this.store.all(podsPath(namespace)) as Pod[]).filter((pod) =>
      Object.values(pod.metadata.labels ?? {}).includes(label),
    );
  }

  deployment(namespace: string, name: string): Scaled | undefined {
    return this.store.find(apps(namespace, "deployments"), name) as Scaled | undefined;
  }

  /** After every change of an object: the API counts what is asked of it. */
  changed(object: KubeObject): void {
    if (object.kind !== "Deployment" && object.kind !== "ReplicaSet") return;
    const scaled = object as Scaled;
    const kind = object.kind === "Deployment" ? "deployments" : "replicasets";
    const metadata = { ...scaled.metadata, generation: (scaled.metadata.generation ?? 0) + 1 };
    this.store.put(apps(scaled.metadata.namespace ?? "", kind), { ...scaled, metadata });
  }

  /** `…/scale`, `…/eviction`, `…/log`; undefined: the path is another's. */
  subresource(method: string, path: string, body: Record<string, unknown>): unknown {
    const [, collection = "", name = "", what = ""] = /^(.*)\/([^/]+)\/(scale|eviction|log)$/.exec(path) ?? [];
    if (what === "scale" && method === "PATCH") {
      const scaled = this.store.patch(collection, name, { spec: body["spec"] as object });
      this.changed(scaled);
      return { kind: "Scale", spec: body["spec"] };
    }
    if (what === "eviction" && method === "POST") {
      this.end(this.store.get(collection, name) as Pod);
      return { kind: "Status", status: "Success" };
    }
    if (what === "log" && method === "GET") {
      this.store.get(collection, name);
      return this.logs.get(name) ?? "";
    }
    if (what !== "") throw new Refused(405, `${method} ${path}`);
    return undefined;
  }

  /** A pod is asked to end; one that is ending is left to it. */
  end(pod: Pod): void {
    if (pod.metadata.deletionTimestamp !== undefined) return;
    this.ages.set(pod.metadata.name, 0);
    const metadata = { ...pod.metadata, deletionTimestamp: "2026-11-21T08:00:00Z" };
    this.store.put(podsPath(pod.metadata.namespace ?? ""), { ...pod, metadata });
  }

  /** One round of every controller and every kubelet, the last one in the row first. */
  round(): void {
    this.markMachines();
    for (const args of this.deployments) {
      this.kubelets(args.namespace, args);
      this.replicaSet(args);
      this.rollOut(args);
    }
    this.kubelets("hub", undefined);
  }

  private markMachines(): void {
    for (const { metadata, kind, apiVersion } of this.store.all(nodesPath)) {
      const status = this.lost.has(metadata.name) ? "Unknown" : "True";
      const node = { kind, apiVersion, metadata, status: { conditions: [{ type: "Ready", status }] } };
      this.store.put(nodesPath, node as KubeObject);
    }
  }

  /** Pods of a Deployment, or those that belong to none, go on with starting and ending. */
  private kubelets(namespace: string, of: DeploymentArgs | undefined): void {
    for (const pod of this.store.all(podsPath(namespace)) as Pod[]) {
      const own = this.deployments.find((one) => one.namespace === namespace && isOf(pod, one.labels));
      if (own !== of || this.lost.has(pod.spec.nodeName ?? "")) continue;
      const { name, deletionTimestamp } = pod.metadata;
      const age = (this.ages.get(name) ?? 0) + 1;
      if (deletionTimestamp !== undefined && age >= ending) this.store.remove(podsPath(namespace), name);
      else if (of !== undefined && deletionTimestamp === undefined) this.start(pod, of, age);
      if (deletionTimestamp !== undefined || pod.spec.nodeName !== undefined) this.ages.set(name, age);
    }
  }

  private start(pod: Pod, { namespace, name, claims = [] }: DeploymentArgs, age: number): void {
    const missing = claims.find(
      (claim) => this.store.find(`/api/v1/namespaces/${namespace}/persistentvolumeclaims`, claim) === undefined,
    );
    if (pod.spec.nodeName === undefined && missing !== undefined) {
      const message = `persistentvolumeclaim "${missing}" not found`;
      const conditions = [{ type: "PodScheduled", status: "False", reason: "Unschedulable", message }];
      this.store.put<Pod>(podsPath(namespace), { ...pod, status: { phase: "Pending", conditions } });
      return;
    }
    const machine = this.store.all(nodesPath).find((node) => !this.lost.has(node.metadata.name))?.metadata.name;
    const nodeName = pod.spec.nodeName ?? machine;
    if (nodeName === undefined) return;
    const ready = age >= starting && !this.broken.has(name);
    const waiting = { waiting: { reason: "CrashLoopBackOff" } };
    const container = { name, ready, restartCount: 1, ...(this.broken.has(name) && { state: waiting }) };
    const conditions = [{ type: "Ready", status: ready ? "True" : "False" }];
    const status = { phase: "Running", conditions, containerStatuses: [container] };
    this.store.put<Pod>(podsPath(namespace), { ...pod, spec: { nodeName }, status });
  }

  private replicaSet({ namespace, name, labels }: DeploymentArgs): void {
    const set = this.store.find(apps(namespace, "replicasets"), `${name}-1`) as Scaled | undefined;
    if (set === undefined) return;
    const pods = this.ofDeployment(namespace, labels);
    const active = pods.filter((pod) => pod.metadata.deletionTimestamp === undefined);
    for (const pod of active.slice(set.spec.replicas)) this.end(pod);
    for (let more = active.length; more < set.spec.replicas; more++) {
      const metadata = { name: `${name}-${++this.made}`, labels };
      this.store.create(podsPath(namespace), { kind: "Pod", metadata, spec: {}, status: { phase: "Pending" } });
    }
    const replicas = this.ofDeployment(namespace, labels).length;
    const status = {
      observedGeneration: set.metadata.generation ?? 0,
      replicas,
      updatedReplicas: 0,
      availableReplicas: 0,
    };
    this.store.put<Scaled>(apps(namespace, "replicasets"), { ...set, status });
  }

  private rollOut({ namespace, name, labels }: DeploymentArgs): void {
    const deployment = this.deployment(namespace, name);
    if (deployment === undefined) return;
    const path = apps(namespace, "replicasets");
    const { replicas, selector } = deployment.spec;
    const set = this.store.find(path, `${name}-1`) as Scaled | undefined;
    if (set === undefined)
      this.changed(
        this.store.create(path, {
          kind: "ReplicaSet",
          metadata: { name: `${name}-1`, labels },
          spec: { replicas, selector },
        }),
      );
    else if (set.spec.replicas !== replicas) this.changed(this.store.patch(path, `${name}-1`, { spec: { replicas } }));
    const pods = this.ofDeployment(namespace, labels).filter((pod) => pod.metadata.deletionTimestamp === undefined);
    const isReady = ({ status: { conditions } }: Pod) =>
      (conditions as { type: string; status: string }[] | undefined)?.some(
        ({ type, status }) => type === "Ready" && status === "True",
      );
    this.store.put<Scaled>(apps(namespace, "deployments"), {
      ...deployment,
      status: {
        observedGeneration: deployment.metadata.generation ?? 0,
        replicas: pods.length,
        updatedReplicas: pods.length,
        availableReplicas: pods.filter(isReady).length,
      },
    });
  }

  private ofDeployment(namespace: string, labels: Record<string, string>): Pod[] {
    return (this.store.all(podsPath(namespace)) as Pod[]).filter((pod) => isOf(pod, labels));
  }
}

/** By the first label, which is the one that tells. */
function isOf({ metadata }: Pod, labels: Record<string, string>): boolean {
  const [[key, value] = ["", ""]] = Object.entries(labels);
  return metadata.labels?.[key] === value;
}
