import * as pulumi from "@pulumi/pulumi";

/**
 * Every output that hangs on this one fails with its error, which Pulumi shows behind a line of their names: what an operator
 * has to read is said in full before, beside the storage.
 */
export async function told<T>(run: () => Promise<T>, resource: pulumi.Resource): Promise<T> {
  return run().catch(async (error: unknown) => {
    await pulumi.log.error(error instanceof Error ? error.message : String(error), resource);
    throw new pulumi.RunError("homes were not re-attached; the storage's own message says why");
  });
}
