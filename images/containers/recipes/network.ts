import { chmod, copyFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { debianTree } from "../debian";
import { binary, filesLayer, skeletonLayer } from "../files";
import { makeFolder, type Layer } from "../layer";
import type { Recipe, Sources } from "../recipe";
import { run } from "../run";
import { netfilterLayer, toolsTree } from "./netfilter";

/** busybox with a link for each of its programs. */
async function busyboxLayer(sources: Sources): Promise<Layer> {
  return {
    name: "busybox",
    inputs: toolsTree,
    owners: "root",
    stage: async (staged) => {
      const program = join(await debianTree(toolsTree, sources.store), "bin/busybox");
      await makeFolder(staged, "/usr/bin");
      await copyFile(program, join(staged, "usr/bin/busybox"));
      await chmod(join(staged, "usr/bin/busybox"), 0o755);
      for (const name of (await run(program, ["--list"])).split("\n")) {
        if (name && name !== "busybox") await symlink("busybox", join(staged, "usr/bin", name));
      }
    },
  };
}

/** Pod network, virtual IP and local volumes: what the platform itself runs in every cluster. */
export const networkImages: Recipe[] = [
  {
    name: "kube-vip",
    reference: "ghcr.io/kube-vip/kube-vip:v1.0.0",
    preload: true,
    layers: async ({ binaries }) => [
      await skeletonLayer(),
      await filesLayer("kube-vip", { "/kube-vip": { copy: await binary(binaries, "kube-vip") } }),
    ],
    config: { entrypoint: ["/kube-vip"] },
  },
  {
    name: "flannel",
    reference: "ghcr.io/flannel-io/flannel:v0.28.4",
    preload: true,
    layers: async (sources) => [
      await skeletonLayer(),
      await netfilterLayer(sources),
      await filesLayer("flannel", { "/opt/bin/flanneld": { copy: await binary(sources.binaries, "flanneld") } }),
    ],
    config: { entrypoint: ["/opt/bin/flanneld"] },
  },
  {
    name: "kube-network-policies",
    reference: "registry.k8s.io/networking/kube-network-policies:v0.7.0",
    preload: true,
    layers: async ({ binaries }) => [
      await skeletonLayer(),
      await filesLayer("kube-network-policies", {
        "/bin/netpol": { copy: await binary(binaries, "kube-network-policies") },
      }),
    ],
    config: { cmd: ["/bin/netpol"] },
  },
  {
    name: "local-path-provisioner",
    reference: "docker.io/rancher/local-path-provisioner:v0.0.30",
    preload: true,
    layers: async ({ binaries }) => [
      await skeletonLayer(),
      await filesLayer("local-path-provisioner", {
        "/usr/bin/local-path-provisioner": { copy: await binary(binaries, "local-path-provisioner") },
      }),
    ],
    config: { cmd: ["/usr/bin/local-path-provisioner"] },
  },
  {
    name: "busybox",
    reference: "docker.io/library/busybox:1.37.0",
    preload: true,
    layers: async (sources) => [await skeletonLayer(), await busyboxLayer(sources)],
    config: { cmd: ["sh"] },
  },
];
