import { asHex } from "../../../components/hub/secrets";
import type { HubArgs, HubSecrets } from "../../../components/hub";
import { homeClass, network, spec } from "./example";
import { isSecret, recordResources, settled, valueOf, type Registered } from "./mocks";

const registered = recordResources();

async function create(name: string, change: Partial<HubArgs> = {}, secrets: HubSecrets = { ldapBindPassword: "bind" }) {
  // Imported after the mocks are in place.
  const { Hub, HubIdentity } = await import("../../../components/hub");
  const { core } = await import("@pulumi/kubernetes");
  const space = new core.v1.Namespace(`of-${name}`, { metadata: { name: spec.namespace } });
  const identity = new HubIdentity(name, { spec, secrets });
  const hub = new Hub(name, { spec, identity, storageClass: homeClass, network, space, ...change });
  await valueOf(hub.prepared);
  await settled();
  return { resources: registered.filter((resource) => resource.name.startsWith(name)) };
}

const find = (resources: Registered[], name: string) => resources.find((resource) => resource.name === name)!.inputs;
const secretData = (inputs: Record<string, unknown>) => {
  const data = inputs["data"];
  if (!isSecret(data)) throw new Error("the Secret's data is not marked as secret");
  return data.value as Record<string, string>;
};
const decoded = (value: string) => Buffer.from(value, "base64").toString();
const annotations = (inputs: Record<string, unknown>) =>
  (inputs["spec"] as { template: { metadata: { annotations: Record<string, string> } } }).template.metadata.annotations;

test("everything that a hub is made of", async () => {
  const { resources } = await create("hub");
  expect(resources.map(({ type, name }) => `${type} ${name}`).sort()).toMatchSnapshot();
});

test("secrets come from the state, in the forms that the hub reads", async () => {
  const { resources } = await create("secrets");
  const data = secretData(find(resources, "secrets-secret"));
  expect(Object.fromEntries(Object.entries(data).map(([key, value]) => [key, decoded(value)]))).toEqual({
    "cookie-secret": asHex("random-secrets-cookie-secret"),
    "crypt-key": asHex("random-secrets-crypt-key"),
    "proxy-token": "random-secrets-proxy-token",
    "culler-token": "random-secrets-culler-token",
    "directory-password": "bind",
  });
  expect(decoded(data["cookie-secret"]!)).toMatch(/^[0-9a-f]{64}$/);
});

test("a certificate is generated for the address unless one is given", async () => {
  const generated = (await create("generated")).resources;
  expect(find(generated, "generated-tls-certificate")).toMatchObject({
    dnsNames: ["hub.example.org"],
    ipAddresses: ["198.51.100.11"],
  });
  expect(decoded(secretData(find(generated, "generated-tls"))["tls.crt"]!)).toBe("certificate PEM");

  const tls = { certificate: "own certificate", key: "own key" };
  const given = (await create("given", {}, { ldapBindPassword: "bind", tls })).resources;
  expect(given.some(({ type }) => type.startsWith("tls:"))).toBe(false);
  expect(decoded(secretData(find(given, "given-tls"))["tls.key"]!)).toBe("own key");
});

test("changed settings and changed secrets roll the hub, and nothing else does", async () => {
  const hashOf = async (name: string, change: Partial<HubArgs>, secrets?: HubSecrets) =>
    annotations(find((await create(name, change, secrets)).resources, `${name}-hub`))["dsaas/config"];
  // Random values are made from names, so the same name stands for the same state.
  const before = await hashOf("same", {});
  registered.length = 0;
  expect(await hashOf("same", {})).toBe(before);
  registered.length = 0;
  expect(await hashOf("same", { spec: { ...spec, home: { ...spec.home, capacityGiB: 11 } } })).not.toBe(before);
  registered.length = 0;
  expect(await hashOf("same", {}, { ldapBindPassword: "other" })).not.toBe(before);
});

test("what cannot work is refused before anything is registered, all at once", async () => {
  const wrong = { ...spec, url: "http://hub.example.org", address: "hub" };
  await expect(create("wrong", { spec: wrong })).rejects.toThrow(/hub\.url: [^]*\nhub\.address: /);
  expect(registered.some(({ name }) => name.startsWith("wrong"))).toBe(false);
});
