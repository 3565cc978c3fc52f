import type * as pulumi from "@pulumi/pulumi";
import { leftoverHookOf } from "../../leftovers";
import type { VCenterAccess } from "./exchange";
import { removeLeftover, type Wanted } from "./remove";
import { withVCenter } from "./vcenter";

export type { VCenterAccess } from "./exchange";

/**
 * A hook for everything that is made on vSphere (see leftoverHookOf). Without it creating would fail where the name is
 * taken (terraform-provider-vsphere #1141), and an operator had to find and remove each such thing by hand.
 *
 * @param datacenter the datacenter's inventory path.
 */
export function leftoverHook(name: string, access: VCenterAccess, datacenter: string): pulumi.ResourceHook {
  return leftoverHookOf(name, {
    wantedOf: (type, _, inputs) => wantedOf(type, inputs, datacenter),
    remove: (wanted) => {
      const api = wanted.kind === "tag" || wanted.kind === "tag category" ? "tagging" : "inventory";
      return withVCenter(access, api, (vcenter) => removeLeftover(vcenter, wanted));
    },
    labelOf,
    inTheWay: (label, why) =>
      `${label} exists on vSphere and this stack's state does not know it: ${why}. Use the state of ` +
      "the stack that made it, give this stack other names, or remove it by hand (docs/interrupted.md).",
  });
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
