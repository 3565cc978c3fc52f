import type { VCenter } from "./vcenter";

/** What Pulumi is about to make. */
export type Wanted =
  | { kind: "machine"; path: string; annotation: string }
  | { kind: "folder"; path: string }
  | { kind: "resource pool"; parent: string; name: string }
  | { kind: "rule"; cluster: string; name: string }
  | { kind: "tag category"; name: string }
  | { kind: "tag"; category: string; name: string };

export type Outcome =
  | { kind: "removed" }
  /** Nothing has the name. */
  | { kind: "none" }
  /** It is not what an interrupted run leaves; says what it is. */
  | { kind: "kept"; why: string };

const removed: Outcome = { kind: "removed" };
const none: Outcome = { kind: "none" };
const kept = (why: string): Outcome => ({ kind: "kept", why });

/**
 * Removes what a run left that was killed after vCenter had made something and before Pulumi had written that down.
 *
 * Such a thing has nothing in it that anything depends on: what is put into it is only made once it is written down. All
 * that does hold something is kept, as it is another stack's, or this stack's with its state lost.
 */
export async function removeLeftover(vcenter: VCenter, wanted: Wanted): Promise<Outcome> {
  switch (wanted.kind) {
    case "machine":
      return removeMachine(vcenter, wanted);
    case "folder": {
      const found = await vcenter.folder(wanted.path);
      if (!found) return none;
      if (!found.empty) return kept("it is not empty");
      await vcenter.destroy("Folder", found.id);
      return removed;
    }
    case "resource pool": {
      const found = await vcenter.resourcePool(wanted.parent, wanted.name);
      if (!found) return none;
      if (!found.empty) return kept("it is not empty");
      await vcenter.destroy("ResourcePool", found.id);
      return removed;
    }
    case "rule": {
      const key = await vcenter.rule(wanted.cluster, wanted.name);
      if (key === undefined) return none;
      await vcenter.removeRule(wanted.cluster, key);
      return removed;
    }
    case "tag category": {
      const found = await vcenter.category(wanted.name);
      if (!found) return none;
      if (!found.empty) return kept("it has tags");
      await vcenter.removeTagging("category", found.id);
      return removed;
    }
    case "tag": {
      const found = await vcenter.tag(wanted.category, wanted.name);
      if (!found) return none;
      if (!found.unused) return kept("objects carry it");
      await vcenter.removeTagging("tag", found.id);
      return removed;
    }
    default:
      return wanted satisfies never;
  }
}

/**
 * A machine that was cloned and never configured has its template's annotation and was never switched on; one that was
 * configured has this stack's. Either is made anew rather than taken over: whether all of it is as wished cannot be seen
 * from outside, and its place in the cluster is taken by a machine of the same name without harm.
 */
async function removeMachine(
  vcenter: VCenter,
  { path, annotation }: Extract<Wanted, { kind: "machine" }>,
): Promise<Outcome> {
  const found = await vcenter.machine(path);
  if (!found) return none;
  const ours = found.annotation === annotation;
  const neverConfigured = !found.poweredOn && !/ of the dsaas stack /.test(found.annotation);
  if (!ours && !neverConfigured) return kept(`its notes are not this stack's: "${found.annotation}"`);
  await vcenter.destroyMachine(found.id);
  return removed;
}
