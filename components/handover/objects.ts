import { z } from "zod";
import { selector } from "../hub/names";
import type { KubernetesApi } from "../kubernetes/api";
import { inventoryName, namespace as storageNamespace } from "../storage/inventory/names";

/** A Deployment, or the pods that kubespawner makes, by what they are found with. */
export interface Workload {
  name: string;
  namespace: string;
  /** `key=value`. */
  selector: string;
}

/** Everything that can use a volume, and the way to it. @param namespace the hub's */
export function workloads(namespace: string) {
  const ofHub = (name: "hub" | "proxy" | "singleuser-server"): Workload => ({
    name,
    namespace,
    selector: `component=${selector(name)["component"]}`,
  });
  const inventory = {
    name: inventoryName,
    namespace: storageNamespace,
    selector: `app.kubernetes.io/name=${inventoryName}`,
  };
  return { hub: ofHub("hub"), proxy: ofHub("proxy"), servers: ofHub("singleuser-server"), inventory };
}

const container = z.object({
  name: z.string(),
  ready: z.boolean().default(false),
  restartCount: z.number().default(0),
  state: z
    .object({ waiting: z.object({ reason: z.string().default(""), message: z.string().default("") }).optional() })
    .default({}),
  lastState: z.object({ terminated: z.object({ exitCode: z.number() }).optional() }).default({}),
});
const condition = z.object({
  type: z.string(),
  status: z.string(),
  reason: z.string().default(""),
  message: z.string().default(""),
});

const podSchema = z.object({
  metadata: z.object({
    name: z.string(),
    uid: z.string().default(""),
    namespace: z.string().default(""),
    deletionTimestamp: z.string().optional(),
  }),
  spec: z.object({ nodeName: z.string().optional() }).default({}),
  status: z
    .object({
      phase: z.string().default("Pending"),
      conditions: z.array(condition).default([]),
      containerStatuses: z.array(container).default([]),
      initContainerStatuses: z.array(container).default([]),
    })
    .prefault({}),
});
export type Pod = z.infer<typeof podSchema>;

const scaled = z.object({ replicas: z.number().default(1) });
const deploymentSchema = z.object({
  metadata: z.object({ generation: z.number().default(0) }),
  spec: scaled,
  status: z
    .object({
      observedGeneration: z.number().default(0),
      replicas: z.number().default(0),
      updatedReplicas: z.number().default(0),
      availableReplicas: z.number().default(0),
      conditions: z.array(condition).default([]),
    })
    .prefault({}),
});
/** Deployments and ReplicaSets have in common what is read here. */
export type Deployment = z.infer<typeof deploymentSchema>;

const serviceSchema = z.object({
  metadata: z.object({ annotations: z.record(z.string(), z.string()).default({}) }),
  status: z
    .object({
      loadBalancer: z.object({ ingress: z.array(z.object({ ip: z.string().default("") })).default([]) }).prefault({}),
    })
    .prefault({}),
});

const nodeSchema = z.object({
  metadata: z.object({ name: z.string() }),
  status: z.object({ conditions: z.array(condition).default([]) }).prefault({}),
});

export const podPath = ({ metadata: { namespace, name } }: Pod) => `/api/v1/namespaces/${namespace}/pods/${name}`;
export const deploymentPath = ({ namespace, name }: Workload) =>
  `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`;
export const publicServicePath = (namespace: string) => `/api/v1/namespaces/${namespace}/services/proxy-public`;

export async function podsOf(api: KubernetesApi, { namespace, selector }: Workload): Promise<Pod[]> {
  const pods = await api.list(`/api/v1/namespaces/${namespace}/pods`, podSchema, { labelSelector: selector });
  return pods.map((pod) => ({ ...pod, metadata: { ...pod.metadata, namespace } }));
}

export function deploymentOf(api: KubernetesApi, workload: Workload): Promise<Deployment | undefined> {
  return api.find(deploymentPath(workload), deploymentSchema);
}

export function replicaSetsOf(api: KubernetesApi, { namespace, selector }: Workload): Promise<Deployment[]> {
  return api.list(`/apis/apps/v1/namespaces/${namespace}/replicasets`, deploymentSchema, { labelSelector: selector });
}

export function publicServiceOf(api: KubernetesApi, namespace: string) {
  return api.find(publicServicePath(namespace), serviceSchema);
}

/** Names of machines, and whether their kubelets answer. */
export async function machinesOf(api: KubernetesApi): Promise<Map<string, boolean>> {
  const nodes = await api.list("/api/v1/nodes", nodeSchema);
  const answers = ({ status }: z.infer<typeof nodeSchema>) =>
    status.conditions.some(({ type, status }) => type === "Ready" && status === "True");
  return new Map(nodes.map((node) => [node.metadata.name, answers(node)]));
}

/** What no other cluster has: the UID of its namespace kube-system. */
export async function uidOf(api: KubernetesApi): Promise<string> {
  const schema = z.object({ metadata: z.object({ uid: z.string() }) });
  return (await api.get("/api/v1/namespaces/kube-system", schema)).metadata.uid;
}

/** Whether there is such a namespace, and it is not being taken away. */
export async function hasNamespace(api: KubernetesApi, name: string): Promise<boolean> {
  const schema = z.object({ metadata: z.object({ deletionTimestamp: z.string().optional() }) });
  const found = await api.find(`/api/v1/namespaces/${name}`, schema);
  return found !== undefined && found.metadata.deletionTimestamp === undefined;
}
