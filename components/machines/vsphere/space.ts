import * as pulumi from "@pulumi/pulumi";
import * as vsphere from "@pulumi/vsphere";
import type { Role } from "../types";
import { leftoverHook, type VCenterAccess } from "./leftovers";
import type { FoundSite } from "./lookup";

/** What is created on vSphere beside the machines, and how it is called. */
export interface VSphereSpaceArgs {
  /** Part of the names that a vCenter shares. */
  stackName: string;
  site: FoundSite;
  /** The datacenter's name or inventory path. */
  datacenter: string;
  /** The same as the vSphere provider's; used only to remove what a run left that was killed. */
  vcenter: VCenterAccess;
  /** Inventory path of the folder to create for the machines, e.g. `dsaas-prod`; its parent must exist. */
  folder: string;
  /** Name of the resource pool to create under the cluster. */
  resourcePool: string;
  /** Further tags for every machine, e.g. a cost centre, in the stack's own category. @default none */
  tags?: readonly string[];
}

/**
 * A stack's own place on vSphere, which machines of every generation share: a folder, a resource pool, and tags in a
 * category of the stack's. Give the vSphere provider with the component's `provider` option.
 */
export class VSphereSpace extends pulumi.ComponentResource {
  readonly site: FoundSite;
  readonly folder: pulumi.Output<string>;
  readonly resourcePoolId: pulumi.Output<string>;
  readonly tagCategoryId: pulumi.Output<string>;
  /** For everything that is made in this place. */
  readonly leftovers: pulumi.ResourceHook;
  private readonly common: pulumi.Output<string>[];
  private readonly byRole: Record<Role, pulumi.Output<string>>;

  constructor(name: string, args: VSphereSpaceArgs, opts: pulumi.ComponentResourceOptions) {
    super("dsaas:machines:VSphereSpace", name, {}, opts);
    const { stackName, site, tags = [] } = args;
    this.leftovers = leftoverHook(`${name}-leftovers`, args.vcenter, args.datacenter);
    const own = { parent: this, hooks: { beforeCreate: [this.leftovers] } };
    this.site = site;
    this.folder = new vsphere.Folder(
      `${name}-folder`,
      { path: args.folder, type: "vm", datacenterId: site.datacenterId },
      own,
    ).path;
    this.resourcePoolId = new vsphere.ResourcePool(
      `${name}-pool`,
      { name: args.resourcePool, parentResourcePoolId: site.rootPoolId },
      own,
    ).id;
    this.tagCategoryId = new vsphere.TagCategory(
      `${name}-tags`,
      {
        // Names of categories are shared by a whole vCenter: the stack's own keeps two stacks apart.
        name: `dsaas-${stackName}`,
        description: `Machines of the dsaas stack ${stackName}`,
        cardinality: "MULTIPLE",
        associableTypes: ["VirtualMachine"],
      },
      own,
    ).id;
    const tag = (key: string, text: string) =>
      new vsphere.Tag(`${name}-tag-${key}`, { name: text, categoryId: this.tagCategoryId }, own).id;
    this.common = [tag("stack", `stack:${stackName}`), ...tags.map((text) => tag(text, text))];
    this.byRole = {
      "control-plane": tag("control-plane", "role:control-plane"),
      worker: tag("worker", "role:worker"),
    };
    this.registerOutputs({ folder: this.folder });
  }

  /** Ids of the tags that every machine of the role carries. */
  tagsOf(role: Role): pulumi.Output<string>[] {
    return [...this.common, this.byRole[role]];
  }
}
