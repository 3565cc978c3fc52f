/**
 * How re-attachment grows with the number of homes: directories are made, and the cluster of the running lab gets a volume
 * and a claim for each, bound by its own controllers. Run inside the data centre's network; see recovery.ts.
 *
 *   node --import tsx bench/growth.ts COUNT KUBECONFIG
 */
import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { readRecords, recover, type RecoveryPlan } from "../components/storage/recovery/run";
import { directories } from "../components/storage/recovery/directories";
import { callApi } from "../components/kubernetes/apiclient";
import { clusterAccess } from "../lab/access";
import { storageDir } from "../lab/datacentre/services";

async function main(count: number, kubeconfig: string): Promise<void> {
  const access = clusterAccess(await readFile(kubeconfig, "utf8"));
  const namespace = `growth-${count}`;
  const folder = join(storageDir, namespace);
  for (let i = 0; i < count; i++) await mkdir(join(folder, `home-user${i}`), { recursive: true });
  await callApi(access, {
    method: "POST",
    path: "/api/v1/namespaces",
    body: { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
  });
  const plan: RecoveryPlan = {
    shelf: undefined,
    system: directories("/srv/dsaas", storageDir, namespace),
    decisions: { choose: {}, skip: [] },
    defaults: { storageClass: "growth", capacity: 2 ** 30, accessModes: ["ReadWriteOnce"], labels: {} },
    clusterName: "growth",
    namespace,
    stackClaims: [],
  };
  const known = await readRecords(plan);
  const report = await recover(plan, known, access, { report: (line) => console.error(line) });
  if (report.attached.length !== count) throw new Error(`${report.attached.length} of ${count} were attached`);
  console.log(JSON.stringify({ seconds: report.seconds, memoryMiB: Math.round(process.memoryUsage().rss / 2 ** 20) }));
  await rm(folder, { recursive: true });
}

main(Number(process.argv[2]), process.argv[3] ?? "").catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
