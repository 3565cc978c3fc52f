import { z } from "zod";
import type { KnownSubnet } from "../../components/machines/openstack";
import { failedBeforeKey } from "../../components/machines/openstack/names";
import { ownResources, type Resources } from "../lastDeployment";

/** What this stack's state knows of OpenStack that its next deployment depends on. */
export interface KnownOnOpenStack {
  failedMachines: Record<string, number>;
  subnet: KnownSubnet | undefined;
}

export async function knownOnOpenStack(): Promise<KnownOnOpenStack> {
  const resources = await ownResources();
  return { failedMachines: failuresIn(resources), subnet: subnetIn(resources) };
}

const instance = z.object({
  type: z.literal("openstack:compute/instance:Instance"),
  outputs: z.object({
    // What a failed instance has not, stands there as null.
    metadata: z.record(z.string(), z.string()).nullish(),
    accessIpV4: z.string().nullish(),
  }),
});

/**
 * How often each instance, by its resource's name, was tried and never came up. The state knows one that went to ERROR by
 * an id, and Pulumi would only "update" it: the number, which is part of its metadata, has it made anew.
 *
 * The provider notes an instance's address when it is active, so that one without has never been.
 */
export function failuresIn(resources: Resources): Record<string, number> {
  const counts = resources.flatMap(([urn, resource]): [string, number][] => {
    const found = instance.safeParse(resource);
    if (!found.success) return [];
    const { metadata, accessIpV4 } = found.data.outputs;
    const count = Number(metadata?.[failedBeforeKey] ?? 0) + (accessIpV4 ? 0 : 1);
    return count === 0 ? [] : [[urn.slice(urn.lastIndexOf("::") + 2), count]];
  });
  return Object.fromEntries(counts);
}

const subnet = z.object({
  type: z.literal("openstack:networking/subnet:Subnet"),
  outputs: z.object({ id: z.string(), cidr: z.string(), gatewayIp: z.string() }),
});

/** A stack has one subnet; one that never came to be has no id. */
export function subnetIn(resources: Resources): KnownSubnet | undefined {
  for (const [, resource] of resources) {
    const found = subnet.safeParse(resource);
    if (found.success) return found.data.outputs;
  }
  return undefined;
}
