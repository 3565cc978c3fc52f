import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import type { ApiAccess } from "../components/kubernetes/apiclient";
import { sides } from "../components/machines";

/** This very stack, as the engine's own functions know it. */
const ownName = () => `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;

const outputs = z.object({
  generation: z.string(),
  side: z.enum(sides),
  kubeconfig: z.string().optional(),
});

/** What the last deployment of this stack that was finished has left: the generation that serves. */
export type LastDeployment = z.infer<typeof outputs>;

/**
 * Reads this stack's outputs as the last finished `pulumi up` wrote them; undefined for a stack that has none. One that
 * fails or is interrupted leaves them as they were, so that they always name the generation that serves.
 *
 * The engine's own function, and not a StackReference: that would be a resource whose outputs each deployment changes,
 * which `pulumi refresh` shows.
 */
export async function lastDeployment(): Promise<LastDeployment | undefined> {
  const read: unknown = await pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", { name: ownName() });
  const answer = z.object({ outputs: z.unknown() }).parse(read);
  const last = outputs.safeParse(answer.outputs);
  return last.success ? last.data : undefined;
}

const access = z.object({
  endpoint: z.string(),
  caCertificate: z.string(),
  credentials: z.object({ certificate: z.string(), privateKey: z.string() }),
});
const identity = z.object({
  type: z.literal("dsaas:cluster:ClusterIdentity"),
  outputs: z.object({ cluster: z.string(), access }),
});

/** A cluster whose keys are in the state, whether or not it was ever finished. */
export interface KnownCluster {
  /** `<stack name>-<generation>`. */
  cluster: string;
  access: ApiAccess;
}

/** Resources of a state, by URN. */
export type Resources = [urn: string, resource: unknown][];

/** Every resource of this stack's state. */
export async function ownResources(): Promise<Resources> {
  const read: unknown = await pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", { stackName: ownName() });
  return Object.entries(z.object({ outputs: z.record(z.string(), z.unknown()) }).parse(read).outputs);
}

/** Every cluster that this stack's state has keys of; secret. */
export async function knownClusters(): Promise<KnownCluster[]> {
  return (await ownResources()).flatMap(([, resource]) => {
    const found = identity.safeParse(resource);
    return found.success ? [found.data.outputs] : [];
  });
}
