import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { selectTools } from "../../lab/toolchain";
import { comparison } from "../../lab/toolchain/comparison";
import { imageTools } from "../../lab/toolchain/image";
import { manifest } from "../../lab/toolchain/manifest";
import { versions } from "../../lab/toolchain/versions";

const root = join(__dirname, "..", "..");
const read = (path: string): Promise<string> => readFile(join(root, path), "utf8");

const all = [...manifest, ...comparison, ...imageTools];

test("names and links are given once", () => {
  const names = all.map((tool) => tool.name);
  const links = all.flatMap((tool) => Object.keys(tool.links));
  expect(new Set(names).size).toBe(names.length);
  expect(new Set(links).size).toBe(links.length);
});

test.each(["opentofu", "containerd-times"])("%s is made when it is asked for, never for the lab", (name) => {
  expect(selectTools().map((tool) => tool.name)).not.toContain(name);
  expect(selectTools([name])).toHaveLength(1);
});

/** The module that each tool's version is the version of. */
test.each([
  ["registry", "github.com/google/go-containerregistry", versions.crane],
  ["cni-plugins", "github.com/containernetworking/plugins", versions.cniPlugins],
  ["etcd", "go.etcd.io/etcd/server/v3", versions.etcd],
  ["kubernetes", "k8s.io/kubernetes", versions.kubernetes],
  ["flannel", "github.com/flannel-io/flannel", versions.flannel],
  ["network-policies", "sigs.k8s.io/kube-network-policies", versions.networkPolicies],
  ["kube-vip", "github.com/kube-vip/kube-vip", versions.kubeVip],
  ["local-path-provisioner", "github.com/rancher/local-path-provisioner", versions.localPath],
  ["coredns", "github.com/coredns/coredns", versions.coredns],
  ["pulumi", "github.com/pulumi/pulumi/pkg/v3", versions.pulumi],
  ["pulumi-resource-vsphere", "github.com/hashicorp/terraform-provider-vsphere", versions.terraformVsphere],
  [
    "pulumi-resource-openstack",
    "github.com/terraform-provider-openstack/terraform-provider-openstack",
    versions.terraformOpenstack,
  ],
  ["opentofu", "github.com/opentofu/opentofu", versions.opentofu],
])("%s: go.mod pins %s %s", async (folder, module, version) => {
  const lines = (await read(`lab/toolchain/go/${folder}/go.mod`))
    .split("\n")
    .map((line) => line.trim().replace(/^require /, ""));
  expect(lines).toContain(`${module} v${version}`);
});

test("plugins have the versions of the packages that ask for them", async () => {
  const { dependencies } = JSON.parse(await read("package.json")) as { dependencies: Record<string, string> };
  expect(dependencies["@pulumi/kubernetes"]).toBe(versions.pluginKubernetes);
  expect(dependencies["@pulumi/random"]).toBe(versions.pluginRandom);
  expect(dependencies["@pulumi/tls"]).toBe(versions.pluginTls);
  const vsphere = JSON.parse(await read("sdks/vsphere/package.json")) as { version: string };
  expect(vsphere.version).toBe(versions.pluginVsphere);
});

test("every download is verified against a published list of the same project", () => {
  for (const { download } of all) {
    if (!download) continue;
    expect([download.url, download.checksums].map((url) => new URL(url.replaceAll(/[{}]/g, "")).protocol)).toEqual([
      "https:",
      "https:",
    ]);
    expect(Object.keys(download.files).length).toBeGreaterThan(0);
  }
});

test("every link leads to a file that each way makes", () => {
  for (const tool of all) {
    const linked = Object.values(tool.links).filter((path) => path !== ".");
    if (tool.download) expect(Object.values(tool.download.files)).toEqual(expect.arrayContaining(linked));
    const made = tool.builds.flatMap((build) =>
      build.kind === "bundle"
        ? [build.output]
        : [build.output, ...(build.extras ?? []).map(([, path]) => path.split("/").pop())],
    );
    expect(made).toEqual(expect.arrayContaining(linked));
  }
});
