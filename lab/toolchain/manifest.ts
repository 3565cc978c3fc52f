import type { BundleBuild, Download, GoBuild, PathCheck, Tool } from "./types";
import { versions } from "./versions";

const go = (module: string, rest: Omit<GoBuild, "kind" | "module">): GoBuild => ({
  kind: "go",
  module: `lab/toolchain/go/${module}`,
  ...rest,
});

/** A plugin of this repository in TypeScript. */
const bundled = (name: string): BundleBuild => ({
  kind: "bundle",
  entry: `lab/plugins/${name}/main.ts`,
  output: `pulumi-resource-${name}`,
  sources: [`lab/plugins/${name}`, "lab/plugins/common"],
});

const release = (project: string): string => `https://github.com/${project}/releases/download/v{version}`;

/** Each name under itself; the keys may lie in a folder. */
const same = (names: readonly string[], folder = ""): Record<string, string> =>
  Object.fromEntries(names.map((name) => [folder + name, name]));

/** Links in `CACHE/bin`, which goes on PATH. */
const onBin = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [`bin/${name}`, name]));

/** How to ask a program that also runs inside images, and so must be static. */
const ask = (program: string, args: readonly string[], version: RegExp): PathCheck => ({
  programs: [program],
  args,
  version,
  static: true,
});

/** A provider plugin: the official one where it can be had, else one of this repository under the same name. */
function plugin(name: string, version: string, build: GoBuild | BundleBuild): Tool {
  const program = `pulumi-resource-${name}`;
  return {
    name: program,
    version,
    purpose: `Pulumi's ${name} resources`,
    // The second link is where Pulumi keeps plugins: found there, it asks nobody and warns of nothing.
    links: { ...onBin([program]), [`pulumi/plugins/resource-${name}-v${version}/${program}`]: program },
    onPath: { programs: [program], args: ["-version"], version: /^v?(\d+\.\d+\.\d+)\s*$/m },
    download: {
      url: `https://get.pulumi.com/releases/plugins/${program}-v{version}-linux-{arch}.tar.gz`,
      checksums: `${release(`pulumi/pulumi-${name}`)}/pulumi-${name}_{version}_checksums.txt`,
      files: same([program]),
    },
    builds: [build],
  };
}

/** A plugin bridged from a Terraform provider. */
const bridged = (name: string): GoBuild =>
  go(`pulumi-resource-${name}`, {
    shared: ["lab/toolchain/go/bridge"],
    packages: ["."],
    output: `pulumi-resource-${name}`,
  });

const pulumiPrograms = [
  "pulumi",
  "pulumi-language-nodejs",
  "pulumi-resource-pulumi-nodejs",
  "pulumi-analyzer-policy",
] as const;

const pulumiDownload: Download = {
  url: "https://get.pulumi.com/releases/sdk/pulumi-v{version}-linux-{node}.tar.gz",
  checksums: "https://get.pulumi.com/releases/sdk/pulumi-{version}-checksums.txt",
  files: same(pulumiPrograms, "pulumi/"),
};

/** kubeadm takes its default version from this stamp, and refuses a kubelet whose stamp is another. */
function kubernetesStamp(version: string): string {
  const [gitMajor, gitMinor] = version.split(".");
  const values = {
    gitVersion: `v${version}`,
    gitMajor,
    gitMinor,
    gitTreeState: "clean",
    buildDate: "2025-08-27T00:00:00Z",
  };
  return Object.entries(values)
    .map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`)
    .join(" ");
}

const cniPlugins = ["bridge", "host-local", "loopback", "portmap"] as const;
const cniSources = ["main/bridge", "ipam/host-local", "main/loopback", "meta/portmap"] as const;

/** Every tool of the lab, in the order in which they are made: what is needed first, first. */
export const manifest: readonly Tool[] = [
  plugin("random", versions.pluginRandom, bundled("random")),
  plugin("tls", versions.pluginTls, bundled("tls")),
  plugin("kubernetes", versions.pluginKubernetes, bundled("kubernetes")),
  {
    name: "crane",
    version: versions.crane,
    purpose: "container registry and its client",
    links: onBin(["crane"]),
    onPath: ask("crane", ["version"], /^v?(\d+\.\d+\.\d+)\s*$/m),
    download: {
      url: `${release("google/go-containerregistry")}/go-containerregistry_Linux_{uname}.tar.gz`,
      checksums: `${release("google/go-containerregistry")}/checksums.txt`,
      files: same(["crane"]),
    },
    builds: [
      go("registry", {
        packages: ["github.com/google/go-containerregistry/cmd/crane"],
        output: "crane",
        ldflags: `-X github.com/google/go-containerregistry/cmd/crane/cmd.Version=${versions.crane}`,
      }),
    ],
  },
  {
    name: "cni-plugins",
    version: versions.cniPlugins,
    purpose: "pods' network interfaces",
    // A folder: the programs must keep their short names, which are too common for PATH.
    links: { "bin/cni": "." },
    download: {
      url: `${release("containernetworking/plugins")}/cni-plugins-linux-{arch}-v{version}.tgz`,
      checksums: `${release("containernetworking/plugins")}/cni-plugins-linux-{arch}-v{version}.tgz.sha256`,
      files: same(cniPlugins),
    },
    builds: [
      go("cni-plugins", {
        packages: cniSources.map((path) => `github.com/containernetworking/plugins/plugins/${path}`),
      }),
    ],
  },
  {
    name: "etcd",
    version: versions.etcd,
    purpose: "Kubernetes' database",
    links: onBin(["etcd"]),
    onPath: ask("etcd", ["--version"], /^etcd Version: (\S+)$/m),
    download: {
      url: `${release("etcd-io/etcd")}/etcd-v{version}-linux-{arch}.tar.gz`,
      checksums: `${release("etcd-io/etcd")}/SHA256SUMS`,
      files: { "etcd-v{version}-linux-{arch}/etcd": "etcd" },
    },
    builds: [go("etcd", { packages: ["."], output: "etcd" })],
  },
  {
    name: "datacentre",
    version: "0",
    purpose: "the vSphere simulator whose machines boot",
    links: onBin(["datacentre"]),
    builds: [{ kind: "go", module: "lab/datacentre/go", packages: ["."], tests: ["./..."], output: "datacentre" }],
  },
  {
    // Images and machines use it under seven names, which only this repository's build answers to.
    name: "kubernetes",
    version: versions.kubernetes,
    purpose: "Kubernetes in one binary",
    links: { "bin/kubernetes": "kubernetes", "bin/kubectl": "kubernetes", "bin/kubeadm": "kubernetes" },
    builds: [
      go("kubernetes", { packages: ["."], output: "kubernetes", ldflags: kubernetesStamp(versions.kubernetes) }),
    ],
  },
  {
    name: "flannel",
    version: versions.flannel,
    purpose: "the pod network",
    links: onBin(["flanneld"]),
    onPath: ask("flanneld", ["--version"], /^v?(\d+\.\d+\.\d+)\s*$/m),
    builds: [
      go("flannel", {
        packages: ["."],
        output: "flanneld",
        ldflags: `-X github.com/flannel-io/flannel/pkg/version.Version=v${versions.flannel}`,
      }),
    ],
  },
  {
    // No other build will do: upstream's needs a kernel with nft_queue.
    name: "network-policies",
    version: versions.networkPolicies,
    purpose: "enforces NetworkPolicies",
    links: onBin(["kube-network-policies"]),
    builds: [
      go("network-policies", {
        packages: ["sigs.k8s.io/kube-network-policies/cmd"],
        output: "kube-network-policies",
        patches: { "github.com/google/nftables": "patch/nftables" },
      }),
    ],
  },
  {
    name: "kube-vip",
    version: versions.kubeVip,
    purpose: "the Kubernetes API's virtual address",
    links: onBin(["kube-vip"]),
    builds: [
      go("kube-vip", {
        packages: ["github.com/kube-vip/kube-vip"],
        output: "kube-vip",
        ldflags: `-X main.Version=v${versions.kubeVip}`,
      }),
    ],
  },
  {
    name: "local-path-provisioner",
    version: versions.localPath,
    purpose: "volumes in a directory",
    links: onBin(["local-path-provisioner"]),
    builds: [
      go("local-path-provisioner", {
        packages: ["github.com/rancher/local-path-provisioner"],
        output: "local-path-provisioner",
        ldflags: `-X main.VERSION=v${versions.localPath}`,
      }),
    ],
  },
  {
    name: "coredns",
    version: versions.coredns,
    purpose: "name service",
    links: onBin(["coredns"]),
    onPath: ask("coredns", ["-version"], /^CoreDNS-(\S+)$/m),
    download: {
      url: `${release("coredns/coredns")}/coredns_{version}_linux_{arch}.tgz`,
      checksums: `${release("coredns/coredns")}/coredns_{version}_linux_{arch}.tgz.sha256`,
      files: same(["coredns"]),
    },
    builds: [go("coredns", { packages: ["github.com/coredns/coredns"], output: "coredns" })],
  },
  plugin("vsphere", versions.pluginVsphere, bridged("vsphere")),
  plugin("openstack", versions.pluginOpenstack, bridged("openstack")),
  {
    name: "pulumi",
    version: versions.pulumi,
    purpose: "Pulumi's command line, and what runs programs in TypeScript",
    // Pulumi writes a log of each command, megabytes for a hundred machines, and has no switch for it: it does without where
    // a file has the folder's name.
    links: { ...onBin(pulumiPrograms), "pulumi/logs": "pulumi" },
    onPath: { programs: pulumiPrograms, args: ["version"], version: /^v(\d+\.\d+\.\d+)$/m },
    download: pulumiDownload,
    builds: [
      go("pulumi-language-nodejs", {
        packages: ["github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs"],
        output: "pulumi-language-nodejs",
        patches: { "github.com/pulumi/pulumi/sdk/v3": "patch/sdk" },
        extras: pulumiPrograms
          .slice(2)
          .map((file) => ["github.com/pulumi/pulumi/sdk/v3", `nodejs/dist/${file}`] as const),
      }),
      go("pulumi", {
        packages: ["github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"],
        output: "pulumi",
        // The Automation API refuses a command line that does not tell its version.
        ldflags: `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${versions.pulumi}`,
      }),
    ],
  },
];
