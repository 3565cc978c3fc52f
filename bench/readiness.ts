import { execInMachine } from "../lab/datacentre/exec";

/** Seconds since `start`, to a tenth. */
export const seconds = (start: number): number => Math.round((Date.now() - start) / 100) / 10;

/** Waits until a control plane counts this many Ready nodes, as its own administrator; at most ten minutes. */
export async function untilNodesReady(controlPlane: string, count: number): Promise<void> {
  const command = ["kubectl", "get", "nodes", "--no-headers", "--request-timeout=3s"] as const;
  for (const deadline = Date.now() + 600_000; Date.now() < deadline;) {
    const lines = await execInMachine(controlPlane, command, { timeout: 5000 }).catch(() => "");
    if (lines.split("\n").filter((line) => / Ready /.test(line)).length >= count) return;
    await new Promise((done) => setTimeout(done, 500));
  }
  throw new Error(`There are not ${count} Ready nodes after ten minutes`);
}
