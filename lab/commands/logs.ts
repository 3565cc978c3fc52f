import { kubectl, list } from "../kubectl";

interface Pod {
  metadata: { namespace: string; name: string };
}

/** Of each program, lines. */
const length = 80;

/** `npm run lab -- logs`: where the pods of the platform are, and what the hub and the proxy said last. */
export async function logs(): Promise<void> {
  console.log(await kubectl("get", "pods", "--all-namespaces", "--output", "wide").catch(because));
  const pods = await list<Pod>("pods", "--all-namespaces", "--selector", "app.kubernetes.io/component in (hub, proxy)")
    // Where the API does not answer, that has been said.
    .catch((): Pod[] => []);
  for (const { metadata } of pods) {
    console.log(`\n== ${metadata.name}`);
    const from = ["--namespace", metadata.namespace, metadata.name, "--all-containers", `--tail=${length}`];
    console.log(await kubectl("logs", ...from).catch(because));
  }
}

const because = (error: unknown): string => `nothing: ${error instanceof Error ? error.message : String(error)}`;
