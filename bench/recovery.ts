import { join } from "node:path";
import { execa } from "execa";
import { kubectl, writeKubeconfig } from "../lab/kubectl";
import { labDir, labNamespace, repoRoot } from "../lab/paths";
import { record } from "./results";

const sizes = [20, 200, 2000];

/** Re-attachment of 20, 200 and 2,000 homes by the API servers and controllers of the running lab. */
export async function recoveryGrowth(): Promise<void> {
  await writeKubeconfig();
  const figures: Record<string, number> = {};
  for (const count of sizes) {
    const { seconds, memoryMiB } = await attach(count);
    figures[`${count} homes re-attached, s`] = Math.round(seconds * 10) / 10;
    figures[`memory of the program with ${count}, MiB`] = memoryMiB;
  }
  await record("recovery", figures);
}

async function attach(count: number): Promise<{ seconds: number; memoryMiB: number }> {
  const script = [join(repoRoot, "bench", "growth.ts"), String(count), join(labDir, "run", "kubeconfig")];
  const command = ["netns", "exec", labNamespace, process.execPath, "--import", "tsx", ...script];
  try {
    const { stdout } = await execa("ip", command, { cwd: repoRoot, stderr: "inherit" });
    return JSON.parse(stdout) as { seconds: number; memoryMiB: number };
  } finally {
    await removeObjects(`growth-${count}`);
  }
}

/** What the figure was measured with goes again: objects only, of a namespace of its own. */
async function removeObjects(namespace: string): Promise<void> {
  await kubectl("delete", "namespace", namespace, "--ignore-not-found", "--wait=false");
  const volumes = (await kubectl("get", "persistentvolumes", "--output", "name"))
    .split("\n")
    .filter((name) => name.startsWith(`persistentvolume/${namespace}.`));
  for (let i = 0; i < volumes.length; i += 100) await kubectl("delete", "--wait=false", ...volumes.slice(i, i + 100));
}
