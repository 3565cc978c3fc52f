import { accessOf, clusterOf, parseKubeconfig } from "../../../lab/plugins/kubernetes/cluster/kubeconfig";
import { warningsOf } from "../../../lab/plugins/kubernetes/cluster/client";
import { diffConfig } from "../../../lab/plugins/kubernetes/operations/configdiff";
import { parseSettings } from "../../../lab/plugins/kubernetes/operations/settings";
import { secret } from "../../../lab/plugins/kubernetes/objects/values";

const kubeconfig = (server: string, token = "t") =>
  JSON.stringify({
    "current-context": "a",
    contexts: [
      { name: "a", context: { cluster: "one", user: "u", namespace: "ns" } },
      { name: "b", context: { cluster: "two", user: "u" } },
    ],
    clusters: [
      { name: "one", cluster: { server, "certificate-authority-data": Buffer.from("CA").toString("base64") } },
      { name: "two", cluster: { server: "https://two.example:6443", "insecure-skip-tls-verify": true } },
    ],
    users: [{ name: "u", user: { token } }],
  });
const server = "https://one.example:6443";
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

describe("kubeconfig", () => {
  it("gives server, certificates, credentials and namespace of the current or the selected context", async () => {
    const parsed = await parseKubeconfig(kubeconfig(server));
    expect(accessOf(parsed, { context: "", cluster: "" })).toEqual({
      server,
      ca: "CA",
      insecure: false,
      token: "t",
      namespace: "ns",
    });
    expect(accessOf(parsed, { context: "b", cluster: "" }).server).toBe("https://two.example:6443");
    expect(clusterOf(parsed, { context: "", cluster: "two" })).toMatchObject({ "insecure-skip-tls-verify": true });
  });

  it("is read as YAML too", async () => {
    const parsed = await parseKubeconfig(
      "current-context: a\nclusters: [{name: c, cluster: {server: https://x.example}}]\ncontexts: [{name: a, context: {cluster: c}}]\n",
    );
    expect(accessOf(parsed, { context: "", cluster: "" }).server).toBe("https://x.example");
  });

  it("that is missing or lacks what is asked for is refused by name", async () => {
    await expect(parseKubeconfig("/nonexistent/kubeconfig")).rejects.toThrow("/nonexistent/kubeconfig");
    const parsed = await parseKubeconfig(kubeconfig(server));
    expect(() => accessOf(parsed, { context: "c", cluster: "" })).toThrow('"c"');
    expect(() => accessOf(parsed, { context: "", cluster: "three" })).toThrow('"three"');
  });
});

describe("change of the provider's configuration", () => {
  const config = (extra: Record<string, string>) => ({ kubeconfig: kubeconfig(server), ...extra });
  it.each<[string, Parameters<typeof diffConfig>[0], Parameters<typeof diffConfig>[1], string[], string[]]>([
    ["none", config({}), config({}), [], []],
    ["new credentials", config({}), { kubeconfig: kubeconfig(server, "other") }, ["kubeconfig"], []],
    ["another server", config({}), { kubeconfig: kubeconfig("https://new.example") }, ["kubeconfig"], ["kubeconfig"]],
    ["another context", config({}), config({ context: "b" }), ["context"], ["context"]],
    ["a secret kubeconfig that is the same", config({}), { kubeconfig: secret(kubeconfig(server)) }, [], []],
    ["unknown kubeconfig", config({}), { kubeconfig: unknown }, ["kubeconfig"], ["kubeconfig"]],
    [
      "unknown kubeconfig under the same identifier",
      config({ clusterIdentifier: "i" }),
      { kubeconfig: unknown, clusterIdentifier: "i" },
      ["kubeconfig"],
      [],
    ],
    [
      "another server under the same identifier",
      config({ clusterIdentifier: "i" }),
      { kubeconfig: kubeconfig("https://new.example"), clusterIdentifier: "i" },
      ["kubeconfig"],
      [],
    ],
    [
      "another identifier",
      config({ clusterIdentifier: "i" }),
      config({ clusterIdentifier: "j" }),
      ["clusterIdentifier"],
      ["clusterIdentifier"],
    ],
    ["a first identifier", config({}), config({ clusterIdentifier: "i" }), ["clusterIdentifier"], []],
    ["a flag", config({}), config({ enableServerSideApply: "false" }), ["enableServerSideApply"], []],
  ])("%s", async (_, old, now, changed, replaces) => {
    expect(await diffConfig(old, now)).toEqual({ changed, replaces });
  });
});

describe("settings", () => {
  it("have upstream's defaults", () => {
    expect(parseSettings({}, {})).toMatchObject({
      serverSideApply: true,
      deleteUnreachable: false,
      qps: 50,
      burst: 120,
    });
  });

  it("come from variables, objects as JSON, then from the environment", () => {
    const variables = {
      "kubernetes:config:enableServerSideApply": "false",
      "kubernetes:config:kubeClientSettings": '{"qps":5,"timeout":7}',
      "kubernetes:config:deleteUnreachable": "false",
    };
    const settings = parseSettings(variables, {
      PULUMI_K8S_DELETE_UNREACHABLE: "true",
      PULUMI_K8S_ENABLE_SECRET_MUTABLE: "true",
    });
    expect(settings).toMatchObject({
      serverSideApply: false,
      qps: 5,
      timeout: 7000,
      deleteUnreachable: false,
      secretsMutable: true,
    });
  });

  it("that cannot be met are refused", () => {
    expect(() => parseSettings({ "kubernetes:config:renderYamlToDirectory": "x" }, {})).toThrow(
      "renderYamlToDirectory",
    );
    expect(() => parseSettings({ "kubernetes:config:kubeClientSettings": "{" }, {})).toThrow("kubeClientSettings");
    expect(() => parseSettings({ "kubernetes:config:kubeClientSettings": '{"qps":"many"}' }, {})).toThrow("qps");
  });
});

it("warnings of the API server are read from the header", () => {
  expect(warningsOf('299 - "one, \\"two\\"", 299 - "three"')).toEqual(['one, "two"', "three"]);
  expect(warningsOf(undefined)).toEqual([]);
});
