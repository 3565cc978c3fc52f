import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { LabError } from "./errors";
import { binDir, labDir, labNamespace } from "./paths";
import { stackOutputs } from "./pulumi";

const kubeconfigFile = join(labDir, "run", "kubeconfig");

/** Writes the administrator's kubeconfig where only root reads it. */
export async function writeKubeconfig(): Promise<void> {
  const kubeconfig = (await stackOutputs())?.["kubeconfig"];
  if (typeof kubeconfig !== "string") throw new LabError("The lab's cluster is not up; bring it up with: npm run lab");
  await mkdir(join(labDir, "run"), { recursive: true });
  await writeFile(kubeconfigFile, kubeconfig, { mode: 0o600 });
}

/** Runs kubectl as the cluster's administrator inside the data centre's network; its standard output. */
export async function kubectl(...args: string[]): Promise<string> {
  const command = [labNamespace, join(binDir, "kubectl"), "--kubeconfig", kubeconfigFile, ...args];
  const { stdout } = await execa("ip", ["netns", "exec", ...command], { env: { NO_PROXY: "*" } });
  return stdout;
}

/** Objects of one kind, as the API gives them. */
export async function list<T>(...args: string[]): Promise<T[]> {
  return (JSON.parse(await kubectl("get", ...args, "--output", "json")) as { items: T[] }).items;
}
