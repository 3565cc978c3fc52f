import * as pulumi from "@pulumi/pulumi";
import type { VCenterAccess } from "./exchange";
import { removeLeftover, type Outcome, type Wanted } from "./remove";
import { withVCenter } from "./vcenter";

export type { VCenterAccess } from "./exchange";

/** vCenter's words where a name is taken; for a rule it only calls the argument invalid. */
const nameTaken = /already.?exists|DuplicateName|InvalidArgument|parameter was not correct/i;

/**
 * An error hook for everything that is made on vSphere: where creating fails because the name is taken, and what has it
 * was left by a run that was killed (terraform-provider-vsphere #1141), that is removed and creating tried once more.
 *
 * Without it an operator had to find and remove each such thing by hand, for Pulumi's state does not know them.
 *
 * @param datacenter the datacenter's inventory path.
 */
export function leftoverHook(name: string, access: VCenterAccess, datacenter: string): pulumi.ErrorHook {
  return new pulumi.ErrorHook(name, async (args) => {
    const [latest, ...earlier] = args.errors;
    if (args.failedOperation !== "create" || earlier.length > 0 || !nameTaken.test(latest ?? "")) return false;
    const wanted = wantedOf(args.type, args.newInputs ?? {}, datacenter);
    if (wanted === undefined) return false;
    try {
      return report(wanted, await withVCenter(access, (vcenter) => removeLeftover(vcenter, wanted)));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      await pulumi.log.warn(`${labelOf(wanted)} has its name taken; what has it could not be looked at: ${reason}`);
      return false;
    }
  });
}

async function report(wanted: Wanted, outcome: Outcome): Promise<boolean> {
  switch (outcome.kind) {
    case "removed":
      await pulumi.log.info(`${labelOf(wanted)}: removed what an interrupted run had left; it is made anew.`);
      return true;
    case "none":
      return false;
    case "kept":
      await pulumi.log.error(
        `${labelOf(wanted)} exists on vSphere and this stack's state does not know it: ${outcome.why}. Another stack of ` +
          "this name may have made it. Use that stack's state, give this stack other names, or remove it by hand.",
      );
      return false;
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
