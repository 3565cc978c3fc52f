import { z } from "zod";
import type { KubernetesApi } from "../kubernetes/api";
import { podPath, podsOf, type Deployment, type Pod, type Workload } from "./objects";

/** Reasons that only say that something goes on. */
const underWay = ["", "ContainerCreating", "PodInitializing"];

const eventSchema = z.object({
  type: z.string().default(""),
  reason: z.string().default(""),
  message: z.string().default(""),
  lastTimestamp: z.string().nullish(),
  eventTime: z.string().nullish(),
});

/** Why the pods of a Deployment are not ready, as far as the cluster tells; empty where it says nothing. */
export async function whyNotReady(api: KubernetesApi, workload: Workload, deployment: Deployment): Promise<string> {
  try {
    const pods = await podsOf(api, workload);
    const [pod] = pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
    if (pod === undefined)
      return pods.length > 0 ? `pod ${pods[0]?.metadata.name} is still ending` : ofDeployment(deployment);
    const why = ofContainers(pod) ?? ofScheduling(pod) ?? (await lastWarning(api, pod)) ?? "not ready yet";
    const line = await lastLine(api, pod);
    return `pod ${pod.metadata.name}: ${why}${line === "" ? "" : `; its last line: ${line}`}`;
  } catch {
    // It is asked again in a moment; an answer to this question is worth no failure.
    return "";
  }
}

function ofDeployment({ status }: Deployment): string {
  const failed = status.conditions.find(({ type, status }) => type === "ReplicaFailure" && status === "True");
  return failed === undefined ? "no pod yet" : failed.message;
}

function ofContainers({ status }: Pod): string | undefined {
  for (const { name, state, lastState, restartCount } of [
    ...status.initContainerStatuses,
    ...status.containerStatuses,
  ]) {
    const { waiting } = state;
    const ended =
      lastState.terminated && ` (ended with ${lastState.terminated.exitCode}, ${restartCount} times so far)`;
    if (waiting !== undefined && !underWay.includes(waiting.reason))
      return `container ${name}: ${waiting.reason}${ended ?? (waiting.message === "" ? "" : ` (${waiting.message})`)}`;
    if (ended !== undefined) return `container ${name} was started again${ended}`;
  }
  return undefined;
}

function ofScheduling({ status }: Pod): string | undefined {
  const scheduled = status.conditions.find(({ type }) => type === "PodScheduled");
  return scheduled?.status === "False" ? `no machine takes it (${scheduled.message || scheduled.reason})` : undefined;
}

async function lastWarning(api: KubernetesApi, pod: Pod): Promise<string | undefined> {
  const { namespace, name } = pod.metadata;
  const events = await api.list(`/api/v1/namespaces/${namespace}/events`, eventSchema, {
    fieldSelector: `involvedObject.name=${name}`,
  });
  const at = ({ lastTimestamp, eventTime }: z.infer<typeof eventSchema>) => lastTimestamp ?? eventTime ?? "";
  const warnings = events.filter(({ type }) => type === "Warning").sort((a, b) => (at(a) < at(b) ? -1 : 1));
  const last = warnings.at(-1);
  return last && `${last.reason}: ${last.message}`;
}

/** Of the first container, which is the one that the pod is there for; of its last run where it ended. */
async function lastLine(api: KubernetesApi, pod: Pod): Promise<string> {
  const [container] = pod.status.containerStatuses;
  if (container === undefined || container.state.waiting?.reason === "ContainerCreating") return "";
  const previous = container.lastState.terminated === undefined ? "" : "&previous=true";
  const path = `${podPath(pod)}/log?container=${container.name}&tailLines=1${previous}`;
  const text = await api.text(path).catch(() => "");
  return text.trim().slice(-200);
}
