import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { autogrowPolicy } from "../../components/storage/trident/autogrow";
import { backendConfig } from "../../components/storage/trident/backends";
import { storageClass } from "../../components/storage/trident/classes";
import * as operator from "../../components/storage/trident/install/operator";
import { orchestrator } from "../../components/storage/trident/install/orchestrator";
import { operatorRole } from "../../components/storage/trident/install/role";
import { namespace } from "../../components/storage/trident/names";
import * as snapshots from "../../components/storage/trident/snapshots/controller";
import { snapshotCrds } from "../../components/storage/trident/snapshots/crds";
import { kubectl } from "../../lab/kubectl";
import { complete } from "../components/storage/trident/example";
import { strictCrds } from "../fakes/trident/crds";

/*
 * A real API server judges every object that the stack would give to Trident, against definitions with every field that
 * Trident publishes. Trident itself is not here: nothing is provisioned.
 */

type Manifest = Record<string, unknown> & { metadata: { name: string } };

const rbac = "rbac.authorization.k8s.io/v1";
const of = (apiVersion: string, kind: string, manifest: object) => ({ apiVersion, kind, ...manifest });

const spec = complete();
const kinds = [
  ...strictCrds(),
  ...Object.values(snapshotCrds()).map((one) => of("apiextensions.k8s.io/v1", "CustomResourceDefinition", one)),
] as unknown as Manifest[];
const kindNames = kinds.map(({ metadata }) => metadata.name);

const objects: [string, Manifest][] = [
  orchestrator(spec),
  ...spec.backends.map((backend) => backendConfig(backend, spec.stack)),
  ...(spec.autogrow ?? []).map(autogrowPolicy),
  snapshots.snapshotClass(),
  ...spec.classes.map((one) => of("storage.k8s.io/v1", "StorageClass", storageClass(one))),
  of("v1", "ServiceAccount", operator.operatorAccount()),
  of("apps/v1", "Deployment", operator.operatorDeployment({})),
  of("apps/v1", "Deployment", snapshots.controllerDeployment({})),
  of("v1", "ServiceAccount", snapshots.controllerAccount()),
  ...[operatorRole(), snapshots.controllerRole()].map((role) => of(rbac, "ClusterRole", role)),
  ...[operator.operatorBinding(), snapshots.controllerBinding()].map((one) => of(rbac, "ClusterRoleBinding", one)),
  of(rbac, "Role", snapshots.leaderRole()),
  of(rbac, "RoleBinding", snapshots.leaderBinding()),
].map((manifest) => {
  const object = manifest as unknown as Manifest;
  return [`${String(object["kind"])} ${object.metadata.name}`, object];
});

let folder = "";

async function file(manifest: object): Promise<string> {
  const path = join(folder, "manifest.json");
  await writeFile(path, JSON.stringify(manifest));
  return path;
}

/** What the API server says to an object that it is asked to create, but not to keep. */
async function judge(manifest: object): Promise<string> {
  return kubectl(
    "create",
    "--dry-run=server",
    "--validate=strict",
    "--output=name",
    "--filename",
    await file(manifest),
  );
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "dsaas-trident-"));
  await kubectl("create", "--filename", await file({ apiVersion: "v1", kind: "List", items: kinds }));
  await kubectl("wait", "--for=condition=Established", "--timeout=60s", ...kindNames.map((name) => `crd/${name}`));
  // The namespace of an object must exist even when the object is not kept.
  await kubectl("create", "namespace", namespace);
});

afterAll(async () => {
  await kubectl("delete", "namespace", namespace, "--ignore-not-found", "--wait=false");
  await kubectl("delete", "--ignore-not-found", ...kindNames.map((name) => `crd/${name}`));
  await rm(folder, { recursive: true, force: true });
});

test.each(objects)("the API server takes %s", async (_name, manifest) => {
  // The lab has a class of homes already, of that name.
  const metadata = {
    ...manifest.metadata,
    name: `${manifest.metadata.name}${manifest["kind"] === "StorageClass" ? "-checked" : ""}`,
  };
  expect(await judge({ ...manifest, metadata })).toContain(metadata.name);
});

const one = (kind: string) => objects.find(([name]) => name.startsWith(`${kind} `))![1];
const withSpec = (kind: string, change: object) => {
  const manifest = one(kind);
  return { ...manifest, spec: { ...(manifest["spec"] as object), ...change } };
};

test.each<[string, object]>([
  ["a misspelt field of a backend", withSpec("TridentBackendConfig", { managmentLIF: "192.0.2.40" })],
  ["another driver's field", withSpec("TridentBackendConfig", { subscriptionID: "9f87c765" })],
  ["a number where Trident wants text", withSpec("TridentBackendConfig", { defaults: { snapshotReserve: 20 } })],
  ["an inline password", withSpec("TridentBackendConfig", { password: "correct horse" })],
  ["a misspelt field of the orchestrator", withSpec("TridentOrchestrator", { imageRegistri: "registry.example.org" })],
  ["a growth that is no amount", withSpec("TridentAutogrowPolicy", { growthAmount: "much" })],
])("the API server refuses %s", async (_name, manifest) => {
  await expect(judge(manifest)).rejects.toThrow(/strict decoding|is invalid|unknown field/);
});
