import { knownHomes, reattachmentReport } from "../../homes";
import type { ApiAccess } from "../../kubernetes/apiclient";
import { attachAll, backendUuid, missingBackend } from "./attach";
import { claimKey, type ClusterVolumes } from "./cluster";
import { fenced, firstLook, type FirstLook } from "./fence";
import { Kubernetes, type Backends } from "./kubernetes";
import { importAnnotations } from "./objects";
import { planSteps, type Plan, type Step } from "./plan";
import { joinRecords, type Decisions, type Defaults, type Records } from "./records";
import { refusalText, report, type Report } from "./report";
import type { Shelf } from "./shelf";
import type { ClaimName, ClusterMark, StorageSystem } from "./types";

/** Everything that re-attachment is told. */
export interface RecoveryPlan {
  /** Left out where this machine does not see the inventory. */
  shelf: Shelf | undefined;
  /** Left out where this machine cannot ask the storage system. */
  system: StorageSystem | undefined;
  decisions: Decisions;
  defaults: Defaults;
  /** `<stack>-<generation>`. */
  clusterName: string;
  /** The hub's. */
  namespace: string;
  /** Claims that the stack makes itself. */
  stackClaims: ClaimName[];
  /** Trident's namespace; left out for other drivers. */
  tridentNamespace?: string;
}

/** What was known before any cluster was asked. */
export interface Known extends Records {
  first: FirstLook | undefined;
  /** Why the storage system's list is not complete, where it was asked and an inventory is there all the same. */
  unlisted?: string;
  /** Cluster that wrote the inventory. */
  writer?: ClusterMark;
}

/**
 * Reads inventory and storage system.
 * @throws Error where the inventory cannot be read, or the storage system cannot be listed and there is nothing else to go by
 */
export async function readRecords({
  shelf,
  system,
  decisions,
  defaults,
  namespace,
  stackClaims,
}: RecoveryPlan): Promise<Known> {
  const [reading, first, listed] = await Promise.all([
    shelf === undefined ? ({ state: "none" } as const) : shelf.inventory(),
    shelf === undefined ? undefined : firstLook(shelf),
    // Not thrown at once, so that the inventory is read to its end.
    system?.volumes().catch((error: Error) => error),
  ]);
  if (listed instanceof Error && reading.state !== "good") throw listed;
  const found = listed instanceof Error ? undefined : listed;
  return {
    ...joinRecords(reading, found, decisions, defaults, namespace, stackClaims.map(claimKey)),
    first,
    ...(listed instanceof Error ? { unlisted: listed.message } : {}),
    ...(reading.state === "good" ? { writer: reading.inventory.cluster } : {}),
  };
}

/**
 * Whether a storage system that cannot be listed stands in the way. Not in that of the cluster that wrote the inventory, as
 * long as it has every volume in it: a hub can be changed while the storage's management is being looked after.
 */
function unanswered(
  known: Known,
  { steps }: Plan,
  mark: ClusterMark | undefined,
): { refusals: string[]; notes: string[] } {
  if (known.unlisted === undefined) return { refusals: [], notes: [] };
  if (steps.length > 0 || mark === undefined || mark.uid !== known.writer?.uid)
    return { refusals: [known.unlisted], notes: [] };
  return {
    refusals: [],
    notes: [`${known.unlisted} This cluster has every volume that the inventory names, so nothing depends on it now.`],
  };
}

/**
 * What `pulumi preview` says. Asks the cluster, if one of this name answers at once; contacts nothing that it would change.
 * @throws Error with every open question
 */
export async function previewRecovery(
  plan: RecoveryPlan,
  known: Known,
  access: ApiAccess | undefined,
): Promise<Report> {
  const { cluster, notes } = access === undefined ? { notes: [] } : await present(plan, access);
  const steps = planSteps(known.records, cluster);
  const storage = unanswered(known, steps, cluster?.mark);
  const refusals = [...known.refusals, ...steps.refusals, ...storage.refusals];
  if (refusals.length > 0) throw new Error(refusalText(refusals));
  return report(
    steps,
    [...known.notes, ...notes, ...storage.notes],
    steps.steps.map(({ record }) => record),
  );
}

/** What the cluster has; undefined where it is not there yet, or not any more: everything will be attached. */
async function present(plan: RecoveryPlan, access: ApiAccess): Promise<{ cluster?: ClusterVolumes; notes: string[] }> {
  const kubernetes = new Kubernetes(access);
  try {
    const mark = await kubernetes.mark(plan.clusterName, 2_000).catch(() => undefined);
    // The other is the cluster of another generation, which this deployment removes.
    if (mark === undefined || (await kubernetes.clusterName()) !== plan.clusterName) return { notes: [] };
    const backends = await backendsOf(plan, kubernetes);
    return { cluster: await kubernetes.volumes(mark, plan.namespace, backends), notes: [] };
  } catch (error) {
    // No refusal: an update begins with a preview, and may be what makes the cluster well.
    const why = (error as Error).message;
    return {
      notes: [
        `Cluster ${plan.clusterName} answers, and what it has cannot be read (${why}): every volume is counted as one to attach.`,
      ],
    };
  } finally {
    kubernetes.close();
  }
}

/** What the steps of a run tell. */
export interface Progress {
  /** One line that replaces the last. */
  report(message: string): void;
}

/**
 * Attaches every recorded volume that the cluster does not have. Killed at any point and run again, it goes on.
 * @throws Error with every open question, before anything is changed; or naming every volume that failed
 */
export async function recover(
  plan: RecoveryPlan,
  known: Known,
  access: ApiAccess,
  progress: Progress,
): Promise<Report> {
  if (known.refusals.length > 0) throw new Error(refusalText(known.refusals));
  const start = Date.now();
  const kubernetes = new Kubernetes(access);
  try {
    const mark = await kubernetes.mark(plan.clusterName);
    if (plan.shelf !== undefined && known.first !== undefined)
      await fenced(plan.shelf, mark, known.first, (message) => progress.report(message), plan.decisions.silence);
    const backends = await backendsOf(plan, kubernetes);
    const steps = planSteps(known.records, await kubernetes.volumes(mark, plan.namespace, backends));
    const storage = unanswered(known, steps, mark);
    const refusals = [...steps.refusals, ...missingBackends(steps.steps, backends), ...storage.refusals];
    if (refusals.length > 0) throw new Error(refusalText(refusals));
    const own = plan.stackClaims.map(claimKey);
    if (steps.steps.some(({ record }) => !own.includes(claimKey(record)))) await tellHub(kubernetes, plan, known);
    const attached = await attachAll(kubernetes, steps.steps, {
      stackClaims: own,
      backends,
      progress: (done, all) => progress.report(`re-attaching: ${done} of ${all} volumes`),
    });
    const done = report(steps, [...known.notes, ...storage.notes], attached, (Date.now() - start) / 1000);
    if (attached.length > 0) await writeReport(kubernetes, plan.namespace, done, known.first?.beat?.cluster.uid);
    return { ...done, stackClaims: stackAnnotations(plan, known, backends) };
  } finally {
    kubernetes.close();
  }
}

/** Of volumes to import; asked before anything is written, as all of them or none can be attached. */
function missingBackends(steps: Step[], backends: Backends): string[] {
  return steps.flatMap(({ do: what, record }) => {
    if (what !== "attach" || record.source.driver !== "trident" || backends.has(record.source.backend)) return [];
    return [`${claimKey(record)}: ${missingBackend(record.source.backend, backends)}.`];
  });
}

async function backendsOf({ tridentNamespace }: RecoveryPlan, kubernetes: Kubernetes): Promise<Backends> {
  return tridentNamespace === undefined ? new Map() : kubernetes.backends(tridentNamespace);
}

/**
 * Annotations by which the stack's own claims, made by Pulumi, get the volumes that they had; the same in every run, so that
 * nothing of a claim changes later.
 */
function stackAnnotations(
  { stackClaims }: RecoveryPlan,
  { records }: Known,
  backends: Backends,
): Report["stackClaims"] {
  const own = stackClaims.map(claimKey);
  return Object.fromEntries(
    records.flatMap((record) => {
      const { claim, source } = record;
      if (source.driver !== "trident" || !own.includes(claimKey(record)) || !backends.has(source.backend)) return [];
      return [[claim, importAnnotations(source, backendUuid(source.backend, backends))]];
    }),
  );
}

/**
 * Names every home, those that are left out too, before the hub starts: it makes none of them anew. The inventory's program
 * keeps the list from then on.
 */
async function tellHub(
  kubernetes: Kubernetes,
  { namespace, decisions }: RecoveryPlan,
  { records }: Known,
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
async function writeReport(kubernetes: Kubernetes, namespace: string, done: Report, fenced = ""): Promise<void> {
  await putConfigMap(kubernetes, namespace, reattachmentReport, {
    at: new Date().toISOString(),
    seconds: String(done.seconds),
    fenced,
    attached: done.attached.join("\n"),
    notes: done.notes.join("\n"),
  });
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
