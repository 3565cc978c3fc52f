import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { sides } from "../components/machines";

const outputs = z.object({
  generation: z.string(),
  side: z.enum(sides),
  kubeconfig: z.string().optional(),
});

/** What the last deployment of this stack that was finished has left: the generation that serves. */
export type LastDeployment = z.infer<typeof outputs>;

/**
 * Reads this very stack's outputs as the last finished `pulumi up` wrote them; undefined for a stack that has none. One
 * that fails or is interrupted leaves them as they were, so that they always name the generation that serves.
 *
 * The engine's own function, and not a StackReference: that would be a resource whose outputs each deployment changes,
 * which `pulumi refresh` shows.
 */
export async function lastDeployment(): Promise<LastDeployment | undefined> {
  const name = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  const read: unknown = await pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", { name });
  const answer = z.object({ outputs: z.unknown() }).parse(read);
  const last = outputs.safeParse(answer.outputs);
  return last.success ? last.data : undefined;
}
