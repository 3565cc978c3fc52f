import * as pulumi from "@pulumi/pulumi";
import * as vsphere from "@pulumi/vsphere";
import type { Role } from "../types";

/** The tags of one stack's machines. */
export interface MachineTags {
  /** Ids of the tags that a machine of the role carries. */
  of(role: Role): pulumi.Output<string>[];
}

/**
 * One tag category for the stack, with a tag for the stack, its generation, each role and whatever else is wished.
 *
 * Names of categories are shared by a whole vCenter: the stack's own name keeps two stacks apart.
 *
 * @param name prefix of the resources' names.
 * @param further more tags for every machine, e.g. a cost centre.
 * @param site what has been found on vSphere; nothing is created before.
 */
export function createTags(
  name: string,
  stackName: string,
  generation: string,
  roles: readonly Role[],
  further: readonly string[],
  site: pulumi.Output<unknown>,
  opts: pulumi.CustomResourceOptions,
): MachineTags {
  const category = new vsphere.TagCategory(
    `${name}-tags`,
    {
      name: `dsaas-${stackName}`,
      // Waits for the site: while vCenter refuses the account, the lookup's clear words are all that is to be read.
      description: site.apply(() => `Machines of the dsaas stack ${stackName}`),
      cardinality: "MULTIPLE",
      associableTypes: ["VirtualMachine"],
    },
    opts,
  );
  const tag = (key: string, text: string) =>
    new vsphere.Tag(`${name}-tag-${key}`, { name: text, categoryId: category.id }, opts).id;
  const common = [
    tag("stack", `stack:${stackName}`),
    tag("generation", `generation:${generation}`),
    ...further.map((text) => tag(text, text)),
  ];
  const byRole = new Map([...new Set(roles)].sort().map((role) => [role, tag(role, `role:${role}`)]));
  return { of: (role) => [...common, ...[byRole.get(role)].filter((id) => id !== undefined)] };
}
