import { knownHomes, reattachmentReport } from "../../homes";
import type { Kubernetes } from "./kubernetes";
import type { Report } from "./report";
import type { RecoveryPlan } from "./run";
import type { VolumeRecord } from "./types";

/**
 * Names every home, those that are left out too, before the hub starts: it makes none of them anew. The inventory's program
 * keeps the list from then on.
 */
export async function tellHub(
  kubernetes: Kubernetes,
  { namespace, decisions }: Pick<RecoveryPlan, "namespace" | "decisions">,
  records: VolumeRecord[],
): Promise<void> {
  const skipped = decisions.skip.filter((key) => key.startsWith(`${namespace}/`));
  await putConfigMap(kubernetes, namespace, knownHomes, {
    ...Object.fromEntries(skipped.map((key) => [key.slice(namespace.length + 1), ""])),
    ...Object.fromEntries(records.map(({ claim, owner }) => [claim, owner])),
  });
}

/**
 * What was done stands in the cluster too: `kubectl get configmap reattachment --output yaml`.
 * @param fenced UID of the cluster that was seen to be dead, so that the inventory's program need not wait to see it again
 */
export async function writeReport(kubernetes: Kubernetes, namespace: string, done: Report, fenced = ""): Promise<void> {
  await putConfigMap(kubernetes, namespace, reattachmentReport, {
    at: new Date().toISOString(),
    seconds: String(done.seconds),
    fenced,
    attached: done.attached.join("\n"),
    notes: done.notes.join("\n"),
  });
}

/** Only that the cluster before is stopped: where nothing was left to attach, what an earlier run has told stays. */
export async function tellFenced(kubernetes: Kubernetes, namespace: string, fenced: string): Promise<void> {
  await putConfigMap(kubernetes, namespace, reattachmentReport, { fenced });
}

async function putConfigMap(
  kubernetes: Kubernetes,
  namespace: string,
  name: string,
  data: Record<string, string>,
): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/configmaps`;
  await kubernetes.create(path, { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace } });
  await kubernetes.patch(`${path}/${name}`, { data });
}
