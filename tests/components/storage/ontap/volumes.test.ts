import { ontapPrefix, type OntapDriver } from "../../../../components/storage/ontap/volumes";
import { tridentComment, tridentVolume, type FakeVolume } from "../../../fakes/ontap";
import { access, fake, failure, homes, stopAll, svm, system } from "./fixtures";

afterEach(stopAll);

const ada = tridentVolume({ namespace: "hub", claim: "claim-ada", snapshotReserve: 20, request: 5 * 2 ** 30 });

async function one(volume: FakeVolume, args: Parameters<typeof system>[1] = {}) {
  const [found] = await system(await fake({ volumes: [volume] }), args).volumes();
  return found;
}

test("a volume tells its claim, class, size, mode and where it is mounted", async () => {
  expect(await one(ada)).toEqual({
    source: {
      driver: "trident",
      backend: "nas",
      volume: ada.name,
      nfs: { server: "192.0.2.50", path: `/${ada.name}` },
      unixPermissions: "0770",
    },
    claim: { namespace: "hub", claim: "claim-ada" },
    storageClass: "homes",
    size: 5 * 2 ** 30,
  });
  expect(ada.name).toMatch(/^dsaas_pvc_[0-9a-f]{8}_[0-9a-f_]+$/);
});

test("only GET was ever used, and only of what the least role allows", async () => {
  const ontap = await fake({ volumes: homes(7) });
  await system(ontap, { options: { pageSize: 2 } }).volumes();
  expect(new Set(ontap.requests.map(({ method }) => method))).toEqual(new Set(["GET"]));
  const objects = new Set(ontap.requests.map(({ path }) => path.split("?")[0]));
  expect(objects).toEqual(new Set(["/api/svm/svms", "/api/storage/volumes", "/api/network/ip/interfaces"]));
});

test("a given dataLIF is taken, and the interfaces are not asked for", async () => {
  const ontap = await fake({ volumes: [ada] });
  const [found] = await system(ontap, { dataLIF: "nfs.example.org" }).volumes();
  expect(found?.source).toMatchObject({ nfs: { server: "nfs.example.org", path: `/${ada.name}` } });
  expect(ontap.requests.filter(({ path }) => path.includes("interfaces"))).toEqual([]);
});

test("without an interface that is up the volume is found all the same", async () => {
  const [found] = await system(await fake({ volumes: [ada], dataAddresses: [] })).volumes();
  expect(found?.claim?.claim).toBe("claim-ada");
  expect(found?.source).not.toHaveProperty("nfs");
});

const others: [string, Partial<FakeVolume>, object][] = [
  ["no comment", {}, {}],
  ["other people's comment", { comment: "test, delete me" }, {}],
  [
    "a comment cut at 1023 characters",
    { comment: tridentComment({ stack: "lab", claim: "a".repeat(2000) }).slice(0, 1023) },
    {},
  ],
  ["labels without a stack", { comment: tridentComment({ namespace: "hub", claim: "claim-ada" }) }, {}],
];

test.each(others)("%s: a volume without claim", async (_, other) => {
  const { comment: _comment, ...rest } = ada;
  const found = await one({ ...rest, ...other });
  expect(found).not.toHaveProperty("claim");
  expect(found).not.toHaveProperty("storageClass");
  expect(found).not.toHaveProperty("unusable");
});

test("another stack's volumes, another backend's and parts of FlexGroups are left out", async () => {
  const volumes = [
    tridentVolume({ namespace: "hub", claim: "theirs", stack: "prod" }),
    tridentVolume({ namespace: "hub", claim: "fast", backend: "fast" }),
    tridentVolume({ namespace: "hub", claim: "renamed", backend: "former" }),
    tridentVolume({ namespace: "hub", claim: "prefix", storagePrefix: "other_" }),
    tridentVolume({ namespace: "hub", claim: "svm", svm: "finance" }),
    { ...ada, style: "flexgroup_constituent" as const },
  ];
  const found = await system(await fake({ volumes }), { otherBackends: ["fast"] }).volumes();
  // A backend's name that is in the configuration no more does not hide a home.
  expect(found.map(({ claim }) => claim?.claim)).toEqual(["renamed"]);
});

test("two volumes that name one claim are both given", async () => {
  const twin = tridentVolume({ namespace: "hub", claim: "claim-ada", uid: "11111111-2222-4333-8444-555555555555" });
  const found = await system(await fake({ volumes: [ada, twin] })).volumes();
  expect(found.map(({ claim }) => claim)).toEqual([
    { namespace: "hub", claim: "claim-ada" },
    { namespace: "hub", claim: "claim-ada" },
  ]);
});

const withNas = (nas: FakeVolume["nas"]) => ({ nas: { ...ada.nas, ...nas } });
const { path: _path, ...unmounted } = ada.nas ?? {};
const { unix_permissions: _mode, ...modeless } = ada.nas ?? {};
const unusable: [Partial<FakeVolume>, RegExp, OntapDriver?][] = [
  [{ type: "dp" }, /^is a SnapMirror destination; break the mirror first$/],
  [{ type: "ls" }, /^is a load-sharing mirror/],
  [{ state: "offline" }, /^is offline; bring it online first$/],
  [{ state: "restricted" }, /^is restricted/],
  [{ state: "mixed" }, /^is mixed/],
  [{ state: "error" }, /^is error/],
  [{ style: "flexgroup" }, /^is a flexgroup, and the backend's driver ontap-nas takes none$/],
  [
    { style: "flexvol" },
    /^is a flexvol, and the backend's driver ontap-nas-flexgroup takes none$/,
    "ontap-nas-flexgroup",
  ],
  [{ nas: unmounted }, /^is not mounted in the SVM/],
  [withNas({ path: "" }), /^is not mounted in the SVM/],
  [{ nas: modeless }, /^tells no mode of its root directory/],
  [withNas({ unix_permissions: 493 }), /^tells the mode 493 /],
  [withNas({ unix_permissions: 0 }), /^tells the mode 0 /],
];

test.each(unusable)("%j: %s", async (other, said, driver = "ontap-nas") => {
  const found = await one({ ...ada, ...other }, { driver });
  expect(found?.unusable).toMatch(said);
  // Whose it is stays known.
  expect(found?.claim).toEqual({ namespace: "hub", claim: "claim-ada" });
});

test("a FlexGroup of a FlexGroup backend can be attached", async () => {
  expect(await one({ ...ada, style: "flexgroup" }, { driver: "ontap-nas-flexgroup" })).not.toHaveProperty("unusable");
});

test("a volume that does not tell its type is not taken for a writable one", async () => {
  const { type: _type, ...rest } = ada;
  expect((await one(rest))?.unusable).toBe("is of type unknown, which is not read-write");
});

test("a volume that does not tell its size is not taken for one without limit", async () => {
  const { size: _size, ...rest } = ada;
  expect((await one(rest))?.unusable).toBe("does not tell its size");
});

test.each(["ontap-nas-economy", "ontap-san", "ontap-san-economy"] as const)("%s is refused", async (driver) => {
  const ontap = await fake();
  expect(await failure(system(ontap, { driver }).volumes())).toContain(`Volumes of ${driver} are `);
  expect(ontap.requests).toEqual([]);
});

test("an SVM that is not there is no empty list", async () => {
  const message = await failure(system(await fake(), { svm: "reserach" }).volumes());
  expect(message).toContain('the SVM "reserach" is not there, or this user may not see it, so nothing was concluded');
});

test("a system that ignores the filters is not believed", async () => {
  const stranger = { ...ada, svm: { name: "finance", uuid: "f" } };
  const ontap = await fake({ volumes: [stranger] });
  // As a record of the SVM comes by, its fields name another.
  Object.defineProperty(stranger, "svm", { get: trick() });
  expect(await failure(system(ontap).volumes())).toContain('is no volume dsaas_* of the SVM "research"');

  /** The filter reads it first, the answer after it. */
  function trick() {
    let reads = 0;
    return () => ({ name: reads++ === 0 ? svm : "finance", uuid: "f" });
  }
});

test("names itself", async () => {
  const ontap = await fake();
  expect(system(ontap).name).toBe(`svm "research" at ${access(ontap).address}`);
});

test.each([
  ["dsaas_", "dsaas_"],
  ["dsaas-", "dsaas_"],
  ["my.lab", "my_lab"],
  ["a__b", "a_b"],
  ["", ""],
])("Trident writes the prefix %j as %j", (prefix, written) => {
  expect(ontapPrefix(prefix)).toBe(written);
  const { name } = tridentVolume({ namespace: "hub", claim: "x", storagePrefix: prefix });
  expect(prefix === "" || name.startsWith(written)).toBe(true);
});
