/** The fake itself: it behaves as Kubernetes and Trident do where re-attachment depends on it. */
import { callApi } from "../../../components/kubernetes/apiclient";
import { authority } from "../../components/cluster/pki.fixtures";
import { FakeKubernetes, FakeStorage, localClass, tridentClass } from ".";

let fake: FakeKubernetes;
const storage = () => {
  const made = new FakeStorage();
  made.add({ name: "vol", backend: "nas", size: 2 ** 30, content: "alice", mode: "770" });
  return made;
};
beforeEach(async () => void (fake = await FakeKubernetes.start({ backends: ["nas"], storage: storage() })));
afterEach(() => fake.close());

const claim = (name: string, storageClassName: string, annotations = {}, more = {}) => ({
  kind: "PersistentVolumeClaim",
  metadata: { name, namespace: "hub", annotations },
  spec: {
    storageClassName,
    accessModes: ["ReadWriteOnce"],
    resources: { requests: { storage: "1Gi" } },
    ...more,
  },
});
const volume = (name: string, storageClassName: string, claimRef?: object) => ({
  kind: "PersistentVolume",
  metadata: { name },
  spec: {
    storageClassName,
    capacity: { storage: "1Gi" },
    accessModes: ["ReadWriteOnce"],
    persistentVolumeReclaimPolicy: "Retain",
    hostPath: { path: `/srv/${name}` },
    ...(claimRef && { claimRef }),
  },
});
const imports = async (more = {}) => {
  const { items } = (await callApi(fake.access, {
    method: "GET",
    path: "/apis/trident.netapp.io/v1/namespaces/trident/tridentbackendconfigs",
  })) as { items: { status: { backendInfo: { backendUUID: string } } }[] };
  return {
    "trident.netapp.io/importOriginalName": "vol",
    "trident.netapp.io/importBackendUUID": items[0]?.status.backendInfo.backendUUID,
    "trident.netapp.io/importNoRename": "true",
    ...more,
  };
};
const state = (name: string) => {
  const found = fake.claims().find(({ metadata }) => metadata.name === name)!;
  return { phase: found.status.phase, volume: found.spec.volumeName };
};
const call = (method: "GET" | "POST", path: string, body: object = {}) => callApi(fake.access, { method, path, body });

test("only a certificate of its own authority is let in", async () => {
  const credentials = await (await authority()).issue("somebody");
  await expect(
    callApi({ ...fake.access, credentials }, { method: "GET", path: "/api/v1/persistentvolumes" }),
  ).rejects.toThrow("answered 401");
});

test("a volume that is set aside waits for its claim, and no other claim gets it", () => {
  fake.make(volume("of-alice", localClass, { namespace: "hub", name: "alice" }));
  fake.make(claim("bob", localClass));
  expect(state("bob")).toEqual({ phase: "Pending", volume: undefined });
  fake.make(claim("alice", localClass));
  expect(state("alice")).toEqual({ phase: "Bound", volume: "of-alice" });
  expect(fake.volumes()[0]?.spec.claimRef?.uid).toBe(
    fake.claims().find((one) => one.metadata.name === "alice")?.metadata.uid,
  );
});

test("a volume whose claim was deleted stays with that claim's UID, until somebody takes it off", async () => {
  fake.make(volume("of-alice", localClass, { namespace: "hub", name: "alice" }));
  fake.make(claim("alice", localClass));
  fake.removeClaim("alice");
  expect(fake.volumes()[0]?.status.phase).toBe("Released");
  fake.make(claim("alice", localClass, {}, { volumeName: "of-alice" }));
  expect(state("alice").phase).toBe("Pending");
  const body = { spec: { claimRef: { uid: null } } };
  await callApi(fake.access, { method: "PATCH", path: "/api/v1/persistentvolumes/of-alice", body });
  expect(state("alice").phase).toBe("Bound");
});

test("lists come in pages, and each object once", async () => {
  for (let i = 0; i < 7; i++) fake.make(volume(`v${i}`, localClass));
  const seen: string[] = [];
  let next = "";
  do {
    const page = (await call("GET", `/api/v1/persistentvolumes?limit=3&continue=${next}`)) as {
      metadata: { continue?: string };
      items: { metadata: { name: string } }[];
    };
    seen.push(...page.items.map(({ metadata }) => metadata.name));
    next = encodeURIComponent(page.metadata.continue ?? "");
  } while (next !== "");
  expect(seen).toEqual(["v0", "v1", "v2", "v3", "v4", "v5", "v6"]);
});

test("an object that is there already, a name that is none, a namespace that is missing are refused", async () => {
  await call("POST", "/api/v1/persistentvolumes", volume("one", localClass));
  await expect(call("POST", "/api/v1/persistentvolumes", volume("one", localClass))).rejects.toThrow("409");
  await expect(call("POST", "/api/v1/persistentvolumes", volume("lost+found", localClass))).rejects.toThrow("422");
  await expect(call("POST", "/api/v1/namespaces/none/persistentvolumeclaims", claim("a", localClass))).rejects.toThrow(
    "404",
  );
});

test("Trident imports a volume under its own name, with the mode that was asked for", async () => {
  fake.make(claim("alice", tridentClass, await imports({ "trident.netapp.io/unixPermissions": "0770" })));
  expect(fake.volumeOf(fake.claims()[0]!)?.spec.csi?.volumeAttributes["internalName"]).toBe("vol");
  expect(fake.storage.volumes.get("vol")).toMatchObject({ content: "alice", mode: "0770" });
});

test("Trident renames, and opens to everybody, unless it is told otherwise", async () => {
  fake.make(claim("alice", tridentClass, await imports({ "trident.netapp.io/importNoRename": "false" })));
  const [only] = fake.storage.volumes.values();
  expect(only).toMatchObject({ name: expect.stringMatching(/^trident_pvc_/) as string, content: "alice", mode: "777" });
});

test("Trident imports no volume twice, none that is too small, none of an unknown backend", async () => {
  fake.make(claim("alice", tridentClass, await imports()));
  fake.make(claim("bob", tridentClass, await imports()));
  fake.make(claim("carol", tridentClass, await imports(), { resources: { requests: { storage: "2Gi" } } }));
  fake.make(claim("dave", tridentClass, await imports({ "trident.netapp.io/importBackendUUID": "another" })));
  expect(["bob", "carol", "dave"].map((name) => state(name).phase)).toEqual(["Pending", "Pending", "Pending"]);
  expect(fake.trident.events.join("\n")).toMatch(/bob: .*managed[^]*carol: .*exceeds[^]*dave: .*not found/);
});

test("a claim without annotations gets a new volume, which is empty", () => {
  fake.make(claim("alice", tridentClass));
  expect(state("alice").phase).toBe("Bound");
  expect(fake.storage.made).toHaveLength(1);
  expect(fake.storage.volumes.get(fake.storage.made[0]!)?.content).toBe("");
});

test("the hazard: a free volume of the class takes the claim, and the imported volume is destroyed", async () => {
  fake.make(volume("free", tridentClass));
  fake.make(claim("alice", tridentClass, await imports()));
  expect(state("alice")).toEqual({ phase: "Bound", volume: "free" });
  expect(fake.storage.destroyed).toEqual(["vol"]);
});

test("a client that dies after a write has done that one, and no other", async () => {
  fake.dieAfter(2);
  await call("POST", "/api/v1/persistentvolumes", volume("a", localClass));
  await expect(call("POST", "/api/v1/persistentvolumes", volume("b", localClass))).rejects.toThrow("killed");
  await expect(call("POST", "/api/v1/persistentvolumes", volume("c", localClass))).rejects.toThrow("killed");
  expect(fake.volumes().map(({ metadata }) => metadata.name)).toEqual(["a", "b"]);
});

test("faults meet as many calls as they say", async () => {
  const get = () => call("GET", "/api/v1/persistentvolumes");
  fake.setFaults([
    { kind: "status", status: 429, calls: 1 },
    { kind: "cut", calls: 1 },
  ]);
  await expect(get()).rejects.toThrow("429");
  await expect(get()).rejects.toThrow(/aborted|hang up/);
  await expect(get()).resolves.toMatchObject({ items: [] });
});
