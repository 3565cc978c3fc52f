/** Why an object is not ready, in sentences: its conditions, its warnings, and what its pods wait for. */
import type { Api, Options } from "../cluster/api";
import { numberAt, objectAt, stringAt, type Json, type JsonObject } from "../objects/json";
import { kindOfObject } from "../objects/kinds";
import { badConditions, conditionOf } from "./verdict";
import { containerProblems } from "./workloads";

const podKind = { group: "", version: "v1", kind: "Pod" };
const eventKind = { group: "", version: "v1", kind: "Event" };

/** Pods reported for one workload at most; the rest usually has the same trouble. */
const maxPods = 5;

/** The label selector of a workload or Service as a query; "" if it selects by expressions or not at all. */
export function podSelector(object: JsonObject): string {
  const { kind } = kindOfObject(object);
  const plain = kind === "Service" || kind === "ReplicationController";
  const labels = plain ? objectAt(object, "spec", "selector") : objectAt(object, "spec", "selector", "matchLabels");
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(",");
}

/** One sentence for each trouble of a pod that is not ready; none for a healthy one. */
export function podProblems(pod: JsonObject): string[] {
  if (stringAt(pod, "status", "phase") === "Succeeded" || conditionOf(pod, "Ready")?.status === "True") return [];
  const name = stringAt(pod, "metadata", "name");
  const scheduled = conditionOf(pod, "PodScheduled");
  if (scheduled !== undefined && scheduled.status !== "True") {
    return [`pod ${name} is not scheduled: ${scheduled.message || scheduled.reason}`];
  }
  const problems = containerProblems(pod).map((problem) => `pod ${name}: ${problem}`);
  const readiness = conditionOf(pod, "Ready")?.message ?? "";
  const phase = stringAt(pod, "status", "phase") || "unknown";
  return problems.length > 0 ? problems : [`pod ${name} is not ready (phase ${phase})${readiness && `: ${readiness}`}`];
}

/** Texts of warning events, newest last, each once. */
export function warningTexts(events: readonly Json[]): string[] {
  const warnings = events
    .filter((event) => stringAt(event, "type") === "Warning")
    .sort((a, b) => eventTime(a) - eventTime(b))
    .map((event) => {
      const count = numberAt(event, "count");
      const times = count > 1 ? ` (${count} times)` : "";
      const about = `${stringAt(event, "involvedObject", "kind")} ${stringAt(event, "involvedObject", "name")}`;
      return `event on ${about}: ${stringAt(event, "reason")}: ${stringAt(event, "message")}${times}`;
    });
  return [...new Set(warnings)];
}

function eventTime(event: Json): number {
  return Date.parse(stringAt(event, "lastTimestamp") || stringAt(event, "eventTime")) || 0;
}

/** Everything known about why the object is not ready. Never fails: what cannot be asked is left out. */
export async function explain(api: Api, object: JsonObject, options: Options): Promise<string[]> {
  const sentences = badConditions(object);
  const namespace = stringAt(object, "metadata", "namespace");
  const events = (about: JsonObject) =>
    api.list(
      eventKind,
      namespace,
      { fieldSelector: `involvedObject.uid=${stringAt(about, "metadata", "uid")}` },
      options,
    );
  try {
    sentences.push(...warningTexts(await events(object)).slice(-5));
    for (const pod of await podsOf(api, object, options)) {
      sentences.push(...podProblems(pod), ...warningTexts(await events(pod)).slice(-3));
    }
  } catch {
    // The server went away meanwhile, or the user may not list events: the conditions have to do.
  }
  return sentences;
}

async function podsOf(api: Api, object: JsonObject, options: Options): Promise<JsonObject[]> {
  const labelSelector = podSelector(object);
  if (labelSelector === "") return [];
  const pods = await api.list(podKind, stringAt(object, "metadata", "namespace"), { labelSelector }, options);
  return pods
    .map((pod) => objectAt(pod))
    .filter((pod) => podProblems(pod).length > 0)
    .slice(0, maxPods);
}

/** One line about the pods of a workload for the progress display. */
export async function podSummary(api: Api, object: JsonObject, options: Options): Promise<string> {
  try {
    return (await podsOf(api, object, options)).flatMap((pod) => podProblems(pod))[0] ?? "";
  } catch {
    return "";
  }
}
