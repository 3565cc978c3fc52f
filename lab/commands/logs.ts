import { kubectl, list } from "../kubectl";

interface Pod {
  metadata: { namespace: string; name: string };
}

/** Of each program, lines: as many are read, and so many of those that tell something are shown. */
const read = 1000;
const shown = 40;

/** What a hub says all day: answers that were right, and cookies. */
const usual = /_xsrf_utils:|JupyterHub log:\d+\] [23]\d\d /;

/** `npm run lab -- logs`: where the pods of the platform are, and what the hub and the proxy said last. */
export async function logs(): Promise<void> {
  console.log(await kubectl("get", "pods", "--all-namespaces", "--output", "wide").catch(because));
  const pods = await list<Pod>("pods", "--all-namespaces", "--selector", "app.kubernetes.io/component in (hub, proxy)")
    // Where the API does not answer, that has been said.
    .catch((): Pod[] => []);
  for (const { metadata } of pods) {
    console.log(`\n== ${metadata.name}`);
    const from = ["--namespace", metadata.namespace, metadata.name, "--all-containers", `--tail=${read}`];
    console.log(telling(await kubectl("logs", ...from).catch(because)));
  }
}

const telling = (text: string): string =>
  text
    .split("\n")
    .filter((line) => !usual.test(line))
    .slice(-shown)
    .join("\n");
const because = (error: unknown): string => `nothing: ${error instanceof Error ? error.message : String(error)}`;
