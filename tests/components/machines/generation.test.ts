import fc from "fast-check";
import { canonicalJson, type Json } from "../../../components/machines/canonical";
import { generationOf, type MachineDescription } from "../../../components/machines";

const description: MachineDescription = {
  cloud: { template: "4201-uuid", datastoreId: "datastore-1" },
  network: { firstAddress: "198.18.0.20", virtualIps: { blue: "198.18.0.10", green: "198.18.0.12" } },
  kubernetesVersion: "v1.34.0",
  sizes: { cp: { cpus: 2, memoryMiB: 2048, diskGiB: 20 }, worker: { cpus: 4, memoryMiB: 8192, diskGiB: 40 } },
  userData: { "control-plane": "#cloud-config\n", worker: "#cloud-config\n{}\n" },
  rotation: "",
};

test("is 8 hexadecimal digits and stays the same from release to release", () => {
  expect(generationOf(description)).toBe("c320ddff");
});

test("does not depend on the order of keys", () => {
  const { cp, worker } = description.sizes as Record<
    "cp" | "worker",
    { cpus: number; memoryMiB: number; diskGiB: number }
  >;
  const turned = {
    ...description,
    sizes: { worker: { ...worker }, cp: { diskGiB: 20, memoryMiB: 2048, cpus: cp.cpus } },
  };
  expect(generationOf(turned)).toBe(generationOf(description));
});

test.each<[string, Partial<MachineDescription>]>([
  ["template", { cloud: { template: "4202-uuid", datastoreId: "datastore-1" } }],
  ["network", { network: { firstAddress: "198.18.0.30" } }],
  ["rotation", { rotation: "2026-11" }],
  ["Kubernetes version", { kubernetesVersion: "v1.34.1" }],
  ["size", { sizes: { ...description.sizes, cp: { cpus: 4, memoryMiB: 2048, diskGiB: 20 } } }],
  ["user data", { userData: { ...description.userData, worker: "#cloud-config\n{}" } }],
])("changes with the %s", (_, change) => {
  expect(generationOf({ ...description, ...change })).not.toBe(generationOf(description));
});

describe("canonical JSON", () => {
  test("is JSON with the same value", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        expect(JSON.parse(canonicalJson(value as Json))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
  test("sorts keys at every depth and leaves lists as they are", () => {
    expect(canonicalJson({ b: [3, 1], a: { d: null, c: undefined } })).toBe('{"a":{"d":null},"b":[3,1]}');
  });
  test("refuses what JSON would silently write as null", () => {
    expect(() => canonicalJson({ cpus: Number.NaN })).toThrow("NaN");
  });
});
