import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { binary, filesLayer, skeletonLayer } from "../files";
import type { Layer } from "../layer";
import type { Recipe, Sources } from "../recipe";
import { run } from "../run";
import { netfilterLayer } from "./netfilter";

const kubernetesVersion = "v1.34.0";
const programs = ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "kube-proxy"];
const multiCall = "/usr/local/lib/kubernetes/kubernetes";

/** All four Kubernetes images hold the same one layer: one binary that acts by the name it is called by. */
async function kubernetesLayer(sources: Sources): Promise<Layer> {
  const links = programs.map((name) => [`/usr/local/bin/${name}`, { link: multiCall }] as const);
  return filesLayer("kubernetes", {
    [multiCall]: { copy: await binary(sources.binaries, "kubernetes") },
    ...Object.fromEntries(links),
  });
}

function controlPlaneImage(name: string): Recipe {
  return {
    name,
    reference: `registry.k8s.io/${name}:${kubernetesVersion}`,
    preload: true,
    layers: async (sources) => [
      await skeletonLayer(),
      ...(name === "kube-proxy" ? [await netfilterLayer(sources)] : []),
      await kubernetesLayer(sources),
    ],
    config: { entrypoint: [`/usr/local/bin/${name}`] },
  };
}

/** The static program of the image `pause`. */
async function pauseLayer(): Promise<Layer> {
  const source = join(import.meta.dirname, "..", "pause", "pause.c");
  const flags = ["-Os", "-static", "-s", "-Wl,--build-id=none"];
  return {
    name: "pause",
    inputs: [await readFile(source, "utf8"), flags],
    owners: "root",
    stage: async (staged) => {
      await run("gcc", [...flags, "-o", join(staged, "pause"), source]);
    },
  };
}

/** What kubeadm starts on a control plane, and the pod sandbox of every machine. */
export const kubernetesImages: Recipe[] = [
  ...programs.map(controlPlaneImage),
  {
    name: "etcd",
    reference: "registry.k8s.io/etcd:3.6.5-0",
    preload: true,
    layers: async ({ binaries }) => [
      await skeletonLayer(),
      await filesLayer("etcd", { "/usr/local/bin/etcd": { copy: await binary(binaries, "etcd") } }),
    ],
    config: { entrypoint: ["/usr/local/bin/etcd"] },
  },
  {
    name: "coredns",
    reference: "registry.k8s.io/coredns/coredns:v1.15.0",
    preload: true,
    layers: async ({ binaries }) => [
      await skeletonLayer(),
      await filesLayer("coredns", { "/coredns": { copy: await binary(binaries, "coredns") } }),
    ],
    config: { entrypoint: ["/coredns"] },
  },
  {
    name: "pause",
    reference: "registry.k8s.io/pause:3.10.1",
    preload: true,
    layers: async () => [await pauseLayer()],
    config: { entrypoint: ["/pause"], user: "65535:65535" },
  },
];
