import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { kubectl, list } from "../../lab/kubectl";
import { labDir, labNamespace, repoRoot } from "../../lab/paths";

/*
 * Homes that only the storage system knows, on the lab's real API servers and controllers: a fake ONTAP lists them, a
 * stand-in imports them as Trident does. Trident's own binary is not here.
 */

const namespace = "trident-check";
const uuid = "5f4dcc3b-0000-4000-8000-000000000001";

interface Volume {
  metadata: { name: string };
  spec: { claimRef: { name: string }; storageClassName: string; csi?: { volumeAttributes: Record<string, string> } };
}

const kind = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "tridentbackendconfigs.trident.netapp.io" },
  spec: {
    group: "trident.netapp.io",
    scope: "Namespaced",
    names: { kind: "TridentBackendConfig", plural: "tridentbackendconfigs" },
    versions: [
      {
        name: "v1",
        served: true,
        storage: true,
        // As Trident's own: whatever it is given is kept.
        schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
      },
    ],
  },
};

const backend = {
  apiVersion: "trident.netapp.io/v1",
  kind: "TridentBackendConfig",
  metadata: { name: "nas", namespace },
  spec: { backendName: "nas" },
  status: { phase: "Bound", backendInfo: { backendName: "nas", backendUUID: uuid } },
};

let folder: string;

async function create(object: object): Promise<void> {
  const path = join(folder, "object.json");
  await writeFile(path, JSON.stringify(object));
  await kubectl("create", "--filename", path);
}

interface Outcome {
  attached: string[];
  already: number;
  methods: string[];
  empty: string[];
  volumes: string[];
  stackClaims: Record<string, Record<string, string>>;
}

async function recoverHomes(): Promise<Outcome> {
  const script = join(repoRoot, "tests", "fakes", "trident", "recoverHomes.ts");
  const command = [process.execPath, "--import", "tsx", script, namespace, join(labDir, "run", "kubeconfig")];
  const { stdout } = await execa("ip", ["netns", "exec", labNamespace, ...command], {
    cwd: repoRoot,
    env: { NODE_OPTIONS: "" },
  });
  return JSON.parse(stdout) as Outcome;
}

const ours = async () =>
  (await list<Volume>("persistentvolumes")).filter(({ spec }) => spec.storageClassName === namespace);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "dsaas-trident-"));
  await kubectl("create", "namespace", namespace);
  await create(kind);
  await kubectl("wait", "--for=condition=Established", "--timeout=60s", `crd/${kind.metadata.name}`);
  await create(backend);
});

afterAll(async () => {
  await kubectl("delete", "namespace", namespace, "--ignore-not-found", "--wait=false");
  for (const { metadata } of await ours()) await kubectl("delete", "persistentvolume", metadata.name, "--wait=false");
  await kubectl("delete", "--ignore-not-found", `crd/${kind.metadata.name}`);
  await rm(folder, { recursive: true, force: true });
});

test("with no inventory left, twenty homes are found on the storage system and imported under their own names", async () => {
  const outcome = await recoverHomes();
  // The hub's own is left to Pulumi's claim, which gets what it needs.
  expect(outcome.attached).toHaveLength(21);
  expect(outcome.stackClaims["hub-db"]).toMatchObject({ "trident.netapp.io/importBackendUUID": uuid });
  expect(outcome.empty).toEqual([]);
  expect(outcome.methods).toEqual(["GET"]);
  const volumes = await ours();
  expect(volumes).toHaveLength(20);
  for (const { spec } of volumes) expect(outcome.volumes).toContain(spec.csi?.volumeAttributes["internalName"]);
  expect(new Set(volumes.map(({ spec }) => spec.csi?.volumeAttributes["internalName"])).size).toBe(20);
});

test("a second run finds everything in its place", async () => {
  const outcome = await recoverHomes();
  expect(outcome.already).toBe(20);
  expect(outcome.attached).toEqual([`${namespace}/hub-db`]);
  expect(await ours()).toHaveLength(20);
});
