import { storageProblem } from "../../../../components/storage/drivers";
import { neededCredentials } from "../../../../components/storage/trident/credentials";
import { tridentProblems } from "../../../../components/storage/trident/problems";
import type { TridentBackend, TridentStorage } from "../../../../components/storage/trident/types";
import { backends, complete, credentials, example, homes } from "./example";

function problemsOf(spec: TridentStorage, homeCapacityGiB = 100): string[] {
  const given = spec.backends.map((backend) => [backend.name, neededCredentials(backend)] as const);
  const context = { credentials: Object.fromEntries(given), homeCapacityGiB };
  return tridentProblems(spec, context).map(({ key, text }) => `${key}: ${text}`);
}

/** What is said of the example after a change to it. */
function spoil(change: (spec: TridentStorage) => void): string[] {
  const spec = example();
  change(spec);
  return problemsOf(spec);
}

/** What is said where one backend stands beside the homes'. */
const beside = (backend: TridentBackend) => spoil((spec) => void spec.backends.push(backend));

test("right descriptions have none", () => {
  expect(problemsOf(example())).toEqual([]);
  expect(problemsOf(complete())).toEqual([]);
});

test.each(Object.values(backends))("a full backend of $driver has none", (backend) => {
  const others = example().backends.filter(({ driver }) => driver !== backend.driver);
  expect(problemsOf({ ...example(), backends: [...others, homes, backend].filter(unique) })).toEqual([]);
});

const unique = (one: TridentBackend, i: number, all: TridentBackend[]) =>
  all.findIndex(({ name }) => name === one.name) === i;

const { pools: _, ...plain } = backends["ontap-nas"];

test.each<[string, () => string[]]>([
  ["no backends", () => spoil((spec) => (spec.backends = []))],
  ["no classes", () => spoil((spec) => (spec.classes = []))],
  ["two backends of one name", () => beside({ ...homes })],
  ["a name that is none", () => spoil((spec) => (spec.backends[0]!.name = "Homes!"))],
  ["a prefix with a space", () => beside({ ...plain, storagePrefix: "my homes" })],
  ["a prefix that begins with a digit", () => beside({ ...plain, storagePrefix: "2nd_" })],
  ["a prefix with digits in a cloud", () => beside({ ...backends["azure-netapp-files"], storagePrefix: "prod1-" })],
  ["an empty topology", () => beside({ ...plain, supportedTopologies: [{}] })],
  ["a label that no selector can name", () => beside({ ...plain, labels: { "a.b": "c d" } })],
  ["a label of the stack's own", () => beside({ ...plain, labels: { claim: "mine" } })],
  [
    "labels too long for a SAN",
    () => beside({ ...backends["ontap-san"], name: "long", labels: { text: "x".repeat(80) } }),
  ],
  [
    "pool labels too long",
    () => beside({ ...plain, pools: [{ labels: { text: "x".repeat(900) } }, { labels: { text: "y" } }] }),
  ],
  [
    "two pools that nobody can tell apart",
    () => beside({ ...plain, pools: [{ labels: { a: "b" } }, { labels: { a: "b" } }] }),
  ],
  ["two QoS policies", () => beside({ ...plain, defaults: { qosPolicy: "a", adaptiveQosPolicy: "b" } })],
  [
    "a QoS policy beside the backend's other one",
    () => beside({ ...plain, defaults: { qosPolicy: "a" }, pools: [{ defaults: { adaptiveQosPolicy: "b" } }] }),
  ],
  [
    "an adaptive QoS policy on qtrees",
    () => beside({ ...backends["ontap-nas-economy"], defaults: { adaptiveQosPolicy: "b" } }),
  ],
  ["a reserve of all", () => beside({ ...plain, defaults: { snapshotReservePercent: 95 } })],
  ["a mode in words", () => beside({ ...plain, defaults: { unixPermissions: "rwxrwx---" } })],
  ["no export policy", () => spoil((spec) => delete (spec.backends[0] as Partial<typeof homes>).exportPolicy)],
  ["both kinds of export policy", () => beside({ ...plain, autoExportPolicy: { cidrs: ["192.0.2.0/24"] } })],
  [
    "automatic policies without networks, or with none that are",
    () => [
      ...beside({ ...backends["ontap-nas-flexgroup"], autoExportPolicy: { cidrs: [] } }),
      ...beside({ ...backends["ontap-nas-flexgroup"], autoExportPolicy: { cidrs: ["192.0.2.0", "2001:db8::/32"] } }),
    ],
  ],
  [
    "a rule for everybody",
    () => beside({ ...backends["azure-netapp-files"], defaults: { exportRule: ["0.0.0.0/0"] } }),
  ],
  ["a rule for nobody", () => beside({ ...backends["azure-netapp-files"], defaults: { exportRule: [] } })],
  [
    "a rule that is no address",
    () => beside({ ...backends["azure-netapp-files"], defaults: { exportRule: ["hosts"] } }),
  ],
  [
    "throughput without manual QoS",
    () => beside({ ...backends["azure-netapp-files"], defaults: { exportRule: ["192.0.2.1"], maxThroughput: 64 } }),
  ],
  ["CHAP over NVMe", () => beside({ ...backends["ontap-san"], name: "nvme", sanType: "nvme" })],
  ["too few qtrees", () => beside({ ...backends["ontap-nas-economy"], qtreesPerFlexvol: 10 })],
  ["too many LUNs", () => beside({ ...backends["ontap-san-economy"], lunsPerFlexvol: 500 })],
  ["more than all of an aggregate", () => beside({ ...plain, limitAggregateUsagePercent: 120 })],
  ["a kind of volume that is not described", () => beside({ ...backends["solidfire-san"], type: "silver" })],
  ["a registry with a scheme", () => spoil((spec) => (spec.operator = { registry: "https://registry.example.org/" }))],

  ["two default classes", () => spoil((spec) => (spec.classes[1]!.default = true))],
  ["two classes of one name", () => spoil((spec) => (spec.classes[1]!.name = "dsaas-home"))],
  ["a class that no pool fits", () => spoil((spec) => (spec.classes[1]!.parameters = { backendType: "fake" }))],
  ["a class that asks for media", () => spoil((spec) => (spec.classes[1]!.parameters = { media: "ssd" }))],
  [
    "a parameter that Trident does not know",
    () => spoil((spec) => (spec.classes[1]!.parameters = { speed: "fast" } as Record<string, string>)),
  ],
  ["a selector that is none", () => spoil((spec) => (spec.classes[1]!.parameters = { selector: "tier gold" }))],
  ["many nodes on block volumes", () => spoil((spec) => (spec.classes[1]!.accessMode = "ReadWriteMany"))],
  ["a file system over NFS", () => spoil((spec) => (spec.classes[0]!.fileSystemType = "xfs"))],
  ["a policy that is not described", () => spoil((spec) => (spec.classes[1]!.autogrow = "blocks"))],
  [
    "growth where none is allowed",
    () => spoil((spec) => Object.assign(spec.classes[1]!, { autogrow: "homes", allowVolumeExpansion: false })),
  ],

  ["a home class that is not there", () => spoil((spec) => (spec.homeClass = "homes"))],
  ["homes that go with their claim", () => spoil((spec) => (spec.classes[0]!.reclaimPolicy = "Delete"))],
  ["homes that wait", () => spoil((spec) => (spec.classes[0]!.volumeBindingMode = "WaitForFirstConsumer"))],
  ["homes that never grow", () => spoil((spec) => (spec.classes[0]!.allowVolumeExpansion = false))],
  ["homes larger than growth allows", () => spoil((spec) => (spec.autogrow![0]!.maxSizeGiB = 50))],
  ["homes on blocks", () => spoil((spec) => (spec.homeClass = "dsaas-blocks"))],
  [
    "homes that hosts outside cannot mount",
    () =>
      spoil((spec) => {
        spec.backends[0] = { ...backends["ontap-nas-flexgroup"], name: "homes" };
        spec.classes[0]!.parameters = { nasType: "nfs" };
      }),
  ],
  [
    "homes of any pool, one of which is shut",
    () =>
      spoil((spec) => {
        spec.backends.push(backends["ontap-nas-flexgroup"]);
        delete spec.classes[0]!.parameters;
      }),
  ],

  ["a policy that never grows", () => spoil((spec) => (spec.autogrow![0]!.growthAmount = { percent: 0 }))],
  ["a policy beyond all", () => spoil((spec) => (spec.autogrow![0]!.usedThresholdPercent = 100))],
  ["a policy without an end", () => spoil((spec) => (spec.autogrow![0]!.maxSizeGiB = 0))],
  ["a policy called none", () => spoil((spec) => void spec.autogrow!.push({ ...spec.autogrow![0]!, name: "none" }))],
  ["two policies of one name", () => spoil((spec) => void spec.autogrow!.push(spec.autogrow![0]!))],
])("%s", (_name, problems) => {
  const said = problems();
  expect(said).not.toEqual([]);
  expect(said).toMatchSnapshot();
});

test("homes need not be reachable where the institution does not want it", () => {
  const spec = { ...example(), homeClass: "dsaas-blocks", outsideAccess: false };
  expect(problemsOf(spec)).toEqual([]);
});

test("every mistake at once", () => {
  const said = spoil((spec) => {
    spec.backends[0]!.name = "Homes";
    spec.classes[1]!.accessMode = "ReadWriteMany";
    spec.homeClass = "homes";
    spec.autogrow![0]!.maxSizeGiB = -1;
  });
  for (const key of ["backends[0].name", "classes[1].accessMode", "homeClass", "autogrow[0].maxSizeGiB"])
    expect(said.some((one) => one.startsWith(`${key}: `))).toBe(true);
});

test("the storage component says all of it in sentences", () => {
  const { homes: _, ...others } = credentials;
  expect(storageProblem(example(), { homes: credentials["homes"]!, blocks: credentials["blocks"]! })).toBeUndefined();
  expect(storageProblem(example(), { blocks: others["blocks"]! })).toBe(
    ["username", "password"]
      .map(
        (key) =>
          `storage.credentials.homes.${key}: is missing; set it with: pulumi config set --secret --path 'dsaas:storage.credentials.homes.${key}'.`,
      )
      .join("\n"),
  );
});

describe("credentials", () => {
  const of = (credentials: Record<string, string[]>) =>
    tridentProblems(example(), { credentials }).map(({ key, text }) => `${key}: ${text}`);

  test("missing, stray and unused ones are named", () => {
    expect(of({ homes: ["username", "clientId"], other: ["username"] })).toMatchSnapshot();
  });

  test("a certificate takes the password's place", () => {
    const backend = { ...homes, clientCertificate: "PEM" };
    const spec = { ...example(), backends: [backend], classes: [example().classes[0]!] };
    expect(tridentProblems(spec, { credentials: { homes: ["clientPrivateKey"] } })).toEqual([]);
    expect(tridentProblems(spec, { credentials: { homes: ["username", "password"] } })).toHaveLength(3);
  });
});
