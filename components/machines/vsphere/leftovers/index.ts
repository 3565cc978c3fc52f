import * as pulumi from "@pulumi/pulumi";
import type { VCenterAccess } from "./exchange";
import { removeLeftover, type Outcome, type Wanted } from "./remove";
import { withVCenter } from "./vcenter";

export type { VCenterAccess } from "./exchange";

/**
 * A hook for everything that is made on vSphere. Before Pulumi makes a thing that its state does not know, what a run that
 * was killed left under the same name is removed (terraform-provider-vsphere #1141).
 *
 * Without it creating would fail, and an operator had to find and remove each such thing by hand. Where vCenter cannot be
 * asked, creating is tried all the same.
 *
 * @param datacenter the datacenter's inventory path.
 */
export function leftoverHook(name: string, access: VCenterAccess, datacenter: string): pulumi.ResourceHook {
  return new pulumi.ResourceHook(name, async ({ type, newInputs = {} }) => {
    const wanted = wantedOf(type, newInputs, datacenter);
    if (wanted === undefined) return;
    let outcome: Outcome;
    try {
      const api = wanted.kind === "tag" || wanted.kind === "tag category" ? "tagging" : "inventory";
      outcome = await withVCenter(access, api, (vcenter) => removeLeftover(vcenter, wanted));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return pulumi.log.warn(
        `${labelOf(wanted)}: what may be left of an interrupted run was not looked for: ${reason}`,
      );
    }
    await report(wanted, outcome);
  });
}

/** @throws Error where something is kept that is in the way. */
async function report(wanted: Wanted, outcome: Outcome): Promise<void> {
  switch (outcome.kind) {
    case "none":
      return;
    case "removed":
      return pulumi.log.info(`${labelOf(wanted)}: removed what an interrupted run had left; it is made anew.`);
    case "kept":
      throw new Error(
        `${labelOf(wanted)} exists on vSphere and this stack's state does not know it: ${outcome.why}. Use the state of ` +
          "the stack that made it, give this stack other names, or remove it by hand (docs/interrupted.md).",
      );
    default:
      return outcome satisfies never;
  }
}

function labelOf(wanted: Wanted): string {
  const name = "path" in wanted ? wanted.path : wanted.name;
  return `The ${wanted.kind} ${name}`;
}

/** What a resource is, from its type and its inputs; undefined for a type of which no name can be taken. */
export function wantedOf(type: string, inputs: Record<string, unknown>, datacenter: string): Wanted | undefined {
  const text = (key: string): string => {
    const value = inputs[key];
    return typeof value === "string" ? value : "";
  };
  const root = `${datacenter.replace(/^\//, "")}/vm`;
  switch (type) {
    case "vsphere:index/virtualMachine:VirtualMachine": {
      const path = `${root}/${text("folder")}/${text("name")}`;
      return { kind: "machine", path, annotation: text("annotation") };
    }
    case "vsphere:index/folder:Folder":
      return { kind: "folder", path: `${root}/${text("path")}` };
    case "vsphere:index/resourcePool:ResourcePool":
      return { kind: "resource pool", parent: text("parentResourcePoolId"), name: text("name") };
    case "vsphere:index/computeClusterVmAntiAffinityRule:ComputeClusterVmAntiAffinityRule":
      return { kind: "rule", cluster: text("computeClusterId"), name: text("name") };
    case "vsphere:index/tagCategory:TagCategory":
      return { kind: "tag category", name: text("name") };
    case "vsphere:index/tag:Tag":
      return { kind: "tag", category: text("categoryId"), name: text("name") };
    default:
      return undefined;
  }
}
