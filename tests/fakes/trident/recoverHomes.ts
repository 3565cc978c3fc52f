/**
 * Re-attaches twenty homes that only a (fake) ONTAP knows, on the running lab's cluster with a stand-in for Trident: what
 * `pulumi up` does after a disaster with no inventory left. Runs inside the data centre's network, as its API answers there.
 *
 *   node --import tsx tests/fakes/trident/recoverHomes.ts NAMESPACE KUBECONFIG
 */
import { readFile } from "node:fs/promises";
import { clusterAccess } from "../../../lab/access";
import { ontapSystem } from "../../../components/storage/ontap/volumes";
import { readRecords, recover, type RecoveryPlan } from "../../../components/storage/recovery/run";
import { startFakeOntap, tridentVolume } from "../ontap";
import { TridentStandIn } from "./standin";

const login = { user: "vsadmin", password: "correct horse" };

async function main(namespace: string, kubeconfig: string): Promise<void> {
  const access = clusterAccess(await readFile(kubeconfig, "utf8"));
  const claims = Array.from({ length: 20 }, (_, i) => `home-user${i}`);
  const volumes = [...claims, "hub-db"].map((claim) => tridentVolume({ namespace, claim, class: "trident-check" }));
  const ontap = await startFakeOntap({ volumes, svm: "research", ...login });
  const trident = new TridentStandIn(access, namespace, new Set(volumes.map(({ name }) => name)));
  trident.start();
  const plan: RecoveryPlan = {
    shelf: undefined,
    system: ontapSystem({
      access: {
        address: ontap.address,
        trustedCaCertificate: ontap.caCertificate,
        credentials: { kind: "password", username: login.user, password: login.password },
      },
      svm: "research",
      backend: "nas",
      driver: "ontap-nas",
      storagePrefix: "dsaas_",
      stack: "lab",
    }),
    decisions: { choose: {}, skip: [] },
    defaults: { storageClass: "trident-check", capacity: 2 ** 30, accessModes: ["ReadWriteOnce"], labels: {} },
    clusterName: "lab",
    namespace,
    stackClaims: [{ namespace, claim: "hub-db" }],
    tridentNamespace: namespace,
  };
  try {
    const report = await recover(plan, await readRecords(plan), access, { report: () => undefined });
    const methods = [...new Set(ontap.requests.map(({ method }) => method))];
    console.log(JSON.stringify({ ...report, methods, empty: trident.empty, volumes: volumes.map(({ name }) => name) }));
  } finally {
    await trident.stop();
    await ontap.close();
  }
}

main(process.argv[2] ?? "", process.argv[3] ?? "").catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
