import { z } from "zod";
import type { KnownSubnet } from "../../components/machines/openstack";
import { failedBeforeKey } from "../../components/machines/openstack/names";
import { ownResources, type Resources } from "../lastDeployment";

/** What this stack's state knows of OpenStack that its next deployment depends on. */
export interface KnownOnOpenStack {
  failedMachines: Record<string, number>;
  subnet: KnownSubnet | undefined;
}

/** @param cameUp whether the cloud has an instance, by its id, and it has not failed */
export async function knownOnOpenStack(cameUp: (id: string) => Promise<boolean>): Promise<KnownOnOpenStack> {
  const resources = await ownResources();
  return { failedMachines: await failuresIn(resources, cameUp), subnet: subnetIn(resources) };
}

const instance = z.object({
  type: z.literal("openstack:compute/instance:Instance"),
  outputs: z.object({
    id: z.string().nullish(),
    // What a failed instance has not, stands there as null.
    metadata: z.record(z.string(), z.string()).nullish(),
    accessIpV4: z.string().nullish(),
  }),
});

/**
 * How often each instance, by its resource's name, was tried and never came up. The state knows one that went to ERROR by
 * an id, and Pulumi would only "update" it: the number, which is part of its metadata, has it made anew.
 *
 * The provider notes an instance's address when it has seen it active. One without has failed, or nobody saw it come up, as
 * when the credential ended meanwhile: that one may be a member of the cluster by now, so the cloud is asked.
 */
export async function failuresIn(
  resources: Resources,
  cameUp: (id: string) => Promise<boolean>,
): Promise<Record<string, number>> {
  const counts = await Promise.all(
    resources.map(async ([urn, resource]): Promise<[string, number]> => {
      const found = instance.safeParse(resource);
      if (!found.success) return ["", 0];
      const { id, metadata, accessIpV4 } = found.data.outputs;
      const up = Boolean(accessIpV4) || (typeof id === "string" && (await cameUp(id)));
      return [urn.slice(urn.lastIndexOf("::") + 2), Number(metadata?.[failedBeforeKey] ?? 0) + (up ? 0 : 1)];
    }),
  );
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
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
