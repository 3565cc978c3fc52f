/** When Deployments, StatefulSets, DaemonSets, ReplicationControllers, Pods and Jobs count as ready. */
import { arrayAt, at, numberAt, stringAt, type JsonObject } from "../objects/json";
import { conditionOf, failed, pending, ready, type Verdict } from "./verdict";

/** True once the controller has looked at the newest spec; until then its counts are of an older one. */
function observed(object: JsonObject): boolean {
  return numberAt(object, "status", "observedGeneration") >= numberAt(object, "metadata", "generation");
}

function wanted(object: JsonObject): number {
  const replicas = at(object, "spec", "replicas");
  return typeof replicas === "number" ? replicas : 1;
}

/** All replicas are of the newest template, available, and no older ones are left. */
export function deployment(object: JsonObject): Verdict {
  if (!observed(object)) return pending("waiting for the rollout to start");
  if (at(object, "spec", "paused") === true) return ready("paused");
  const count = wanted(object);
  const updated = numberAt(object, "status", "updatedReplicas");
  const total = numberAt(object, "status", "replicas");
  const available = numberAt(object, "status", "availableReplicas");
  const progressing = conditionOf(object, "Progressing");
  const stalled = progressing?.reason === "ProgressDeadlineExceeded" ? `; ${progressing.message}` : "";
  if (updated < count) return pending(`${updated} of ${count} pods updated${stalled}`);
  if (total > updated) return pending(`${total - updated} old pods left to stop${stalled}`);
  if (available < count) return pending(`${available} of ${count} pods available${stalled}`);
  return ready(`${available} of ${count} pods available`);
}

/** Every replica from the partition on is of the newest revision, and all replicas are ready. */
export function statefulSet(object: JsonObject): Verdict {
  if (!observed(object)) return pending("waiting for the rollout to start");
  const count = wanted(object);
  const readyCount = numberAt(object, "status", "readyReplicas");
  if (readyCount < count) return pending(`${readyCount} of ${count} pods ready`);
  if (stringAt(object, "spec", "updateStrategy", "type") === "OnDelete")
    return ready(`${readyCount} of ${count} pods ready`);
  const toUpdate = count - numberAt(object, "spec", "updateStrategy", "rollingUpdate", "partition");
  const updated = numberAt(object, "status", "updatedReplicas");
  const sameRevision = stringAt(object, "status", "currentRevision") === stringAt(object, "status", "updateRevision");
  if (!sameRevision && updated < toUpdate) return pending(`${updated} of ${toUpdate} pods updated`);
  return ready(`${readyCount} of ${count} pods ready`);
}

/** Every node that should run a pod runs an available one of the newest template. */
export function daemonSet(object: JsonObject): Verdict {
  if (!observed(object)) return pending("waiting for the rollout to start");
  const count = numberAt(object, "status", "desiredNumberScheduled");
  const updated = numberAt(object, "status", "updatedNumberScheduled");
  const available = numberAt(object, "status", "numberAvailable");
  const onDelete = stringAt(object, "spec", "updateStrategy", "type") === "OnDelete";
  if (!onDelete && updated < count) return pending(`${updated} of ${count} pods updated`);
  if (available < count) return pending(`${available} of ${count} pods available`);
  return ready(`${available} of ${count} pods available`);
}

export function replicationController(object: JsonObject): Verdict {
  const count = wanted(object);
  const available = numberAt(object, "status", "availableReplicas");
  return available === count ? ready() : pending(`${available} of ${count} pods available`);
}

export function pod(object: JsonObject): Verdict {
  const phase = stringAt(object, "status", "phase");
  if (phase === "Succeeded" || conditionOf(object, "Ready")?.status === "True") return ready(phase);
  const scheduled = conditionOf(object, "PodScheduled");
  if (scheduled !== undefined && scheduled.status !== "True") return pending(`not scheduled: ${scheduled.message}`);
  const reasons = containerProblems(object);
  return pending(reasons.length > 0 ? reasons.join("; ") : `phase ${phase || "unknown"}`);
}

/** A Job is ready when it has completed; it never is once it has failed. */
export function job(object: JsonObject): Verdict {
  const failure = conditionOf(object, "Failed");
  if (failure?.status === "True") return failed(`the job failed (${failure.reason}): ${failure.message}`);
  if (conditionOf(object, "Complete")?.status === "True") return ready("completed");
  if (at(object, "spec", "suspend") === true) return ready("suspended");
  const succeeded = numberAt(object, "status", "succeeded");
  const completions = at(object, "spec", "completions");
  const active = numberAt(object, "status", "active");
  return pending(`${succeeded} of ${typeof completions === "number" ? completions : 1} completed, ${active} running`);
}

/** Why containers of a pod are not ready: waiting reasons, exits, the last exit of one that starts over. */
export function containerProblems(podObject: JsonObject): string[] {
  const statuses = [
    ...arrayAt(podObject, "status", "initContainerStatuses"),
    ...arrayAt(podObject, "status", "containerStatuses"),
  ];
  return statuses.flatMap((status) => {
    const name = stringAt(status, "name");
    if (at(status, "ready") === true) return [];
    const problems: string[] = [];
    const waiting = stringAt(status, "state", "waiting", "reason");
    if (waiting !== "" && waiting !== "ContainerCreating" && waiting !== "PodInitializing") {
      const message = stringAt(status, "state", "waiting", "message");
      problems.push(`container ${name} is waiting (${waiting})${message === "" ? "" : `: ${message}`}`);
    }
    for (const [path, verb] of [
      ["state", "ended"],
      ["lastState", "last ended"],
    ] as const) {
      const ended = at(status, path, "terminated");
      if (ended === undefined || numberAt(ended, "exitCode") === 0) continue;
      const message = stringAt(ended, "message").trim();
      const reason = `${stringAt(ended, "reason")}, exit code ${numberAt(ended, "exitCode")}`;
      problems.push(`container ${name} ${verb} (${reason})${message === "" ? "" : `: ${message}`}`);
    }
    return problems;
  });
}
