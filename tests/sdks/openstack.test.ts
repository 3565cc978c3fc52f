import { readFileSync } from "node:fs";
import { join } from "node:path";
import { versions } from "../../lab/toolchain/versions";
import { officialNames, type Official, type Shape } from "../../sdks/openstack/declarations";
import { used } from "../../sdks/openstack/used";

const file = join(__dirname, "../../lab/toolchain/go/pulumi-resource-openstack/official.json");
const committed = JSON.parse(readFileSync(file, "utf8")) as Official;

test("what the plugin is compared with is what the installed package declares", () => {
  expect(committed).toEqual(officialNames(used));
  expect(committed.version).toBe(versions.pluginOpenstack);
});

test("a program can set nothing that is no property", () => {
  for (const [token, { properties, inputs }] of Object.entries(committed.resources))
    expect([token, inputs.filter((name) => !(name in properties))]).toEqual([token, []]);
});

test.each<[what: string, found: Shape | undefined, wanted: Shape]>([
  [
    "a list of objects",
    committed.resources["openstack:networking/port:Port"]?.properties["fixedIps"],
    { list: { object: { ipAddress: "string", subnetId: "string" } } },
  ],
  ["a map", committed.resources["openstack:compute/instance:Instance"]?.properties["metadata"], { map: "any" }],
  ["an argument of the provider", committed.provider["insecure"], "boolean"],
  [
    "the result of a function",
    committed.functions["openstack:images/getImageIds:getImageIds"]?.outputs["ids"],
    { list: "string" },
  ],
])("%s is read as the package writes it", (_what, found, wanted) => {
  expect(found).toEqual(wanted);
});

test("secrets are those that the package names", () => {
  const secret = Object.entries(committed.resources).filter(([, { secrets }]) => secrets.length > 0);
  expect(Object.fromEntries(secret.map(([token, { secrets }]) => [token, secrets]))).toEqual({
    "openstack:compute/instance:Instance": ["adminPass"],
    "openstack:compute/keypair:Keypair": ["privateKey"],
    "openstack:images/image:Image": ["imageSourcePassword"],
  });
});

test("a package without a resource that the plugin has is told of", () => {
  expect(() => officialNames({ resources: ["compute/Instances"], functions: [] })).toThrow(/instances/);
});
