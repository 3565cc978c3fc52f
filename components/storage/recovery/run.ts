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
import { tellFenced, tellHub, writeReport } from "./tell";
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
 *
 * @param before what was read when the program started
 * @param stopped UID of the cluster that a handover has stopped: its last sign of life needs not grow old, and all is read
 * afresh
 * @throws Error with every open question, before anything is changed; or naming every volume that failed
 */
export async function recover(
  plan: RecoveryPlan,
  before: Known,
  access: ApiAccess,
  progress: Progress,
  stopped?: string,
): Promise<Report> {
  // What was read while the other cluster still served may lack what its users have made since.
  const known = stopped !== undefined ? await readRecords(plan) : before;
  if (known.refusals.length > 0) throw new Error(refusalText(known.refusals));
  const start = Date.now();
  const kubernetes = new Kubernetes(access);
  try {
    const mark = await kubernetes.mark(plan.clusterName);
    if (plan.shelf !== undefined && known.first !== undefined)
      await fenced(
        plan.shelf,
        { own: mark, stopped },
        known.first,
        (message) => progress.report(message),
        plan.decisions.silence,
      );
    const backends = await backendsOf(plan, kubernetes);
    const steps = planSteps(known.records, await kubernetes.volumes(mark, plan.namespace, backends));
    const storage = unanswered(known, steps, mark);
    const refusals = [...steps.refusals, ...missingBackends(steps.steps, backends), ...storage.refusals];
    if (refusals.length > 0) throw new Error(refusalText(refusals));
    const own = plan.stackClaims.map(claimKey);
    if (steps.steps.some(({ record }) => !own.includes(claimKey(record))))
      await tellHub(kubernetes, plan, known.records);
    const attached = await attachAll(kubernetes, steps.steps, {
      stackClaims: own,
      backends,
      progress: (done, all) => progress.report(`re-attaching: ${done} of ${all} volumes`),
    });
    const done = report(steps, [...known.notes, ...storage.notes], attached, (Date.now() - start) / 1000);
    const dead = stopped ?? known.first?.beat?.cluster.uid;
    if (attached.length > 0) await writeReport(kubernetes, plan.namespace, done, dead);
    else if (stopped !== undefined) await tellFenced(kubernetes, plan.namespace, stopped);
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
