import { kept, none, removed, type Outcome } from "../../leftovers";
import type { VCenter } from "./vcenter";

/** What Pulumi is about to make. */
export type Wanted =
  | { kind: "machine"; path: string; annotation: string }
  | { kind: "folder"; path: string }
  | { kind: "resource pool"; parent: string; name: string }
  | { kind: "rule"; cluster: string; name: string }
  | { kind: "tag category"; name: string }
  | { kind: "tag"; category: string; name: string };

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
      return removeUnless(found && !found.empty && "it is not empty", found, (id) => vcenter.destroy("Folder", id));
    }
    case "resource pool": {
      const found = await vcenter.resourcePool(wanted.parent, wanted.name);
      return removeUnless(found && !found.empty && "it is not empty", found, (id) =>
        vcenter.destroy("ResourcePool", id),
      );
    }
    case "rule": {
      const key = await vcenter.rule(wanted.cluster, wanted.name);
      if (key === undefined) return none;
      await vcenter.removeRule(wanted.cluster, key);
      return removed;
    }
    case "tag category": {
      const found = await vcenter.category(wanted.name);
      return removeUnless(found && !found.empty && "it has tags", found, (id) => vcenter.removeTagging("category", id));
    }
    case "tag": {
      const found = await vcenter.tag(wanted.category, wanted.name);
      return removeUnless(found && !found.unused && "objects carry it", found, (id) =>
        vcenter.removeTagging("tag", id),
      );
    }
    default:
      return wanted satisfies never;
  }
}

/** @param why what speaks for keeping it; nothing where it may go */
async function removeUnless(
  why: string | false | undefined,
  found: { id: string } | undefined,
  remove: (id: string) => Promise<void>,
): Promise<Outcome> {
  if (!found) return none;
  if (why) return kept(why);
  await remove(found.id);
  return removed;
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
