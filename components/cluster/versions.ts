/** Versions of what a cluster consists of besides Kubernetes itself, and the images that its machines run. */
export const versions = {
  etcd: "3.6.5-0",
  coreDns: "v1.15.0",
  pause: "3.10.1",
} as const;

/** Images that cluster components name themselves. */
export const images = {
  kubeVip: "ghcr.io/kube-vip/kube-vip:v1.0.0",
  flannel: "ghcr.io/flannel-io/flannel:v0.28.4",
  networkPolicies: "registry.k8s.io/networking/kube-network-policies:v0.7.0",
} as const;

/** The image that kubeadm's CoreDNS and the one on every node run. */
export const coreDnsImage = `registry.k8s.io/coredns/coredns:${versions.coreDns}`;

/** Every image that a control plane needs before its cluster answers; a node image carries them, so that boot pulls nothing. */
export function clusterImages(kubernetesVersion: string): string[] {
  const components = ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "kube-proxy"];
  return [
    ...components.map((component) => `registry.k8s.io/${component}:${kubernetesVersion}`),
    `registry.k8s.io/etcd:${versions.etcd}`,
    coreDnsImage,
    `registry.k8s.io/pause:${versions.pause}`,
    ...Object.values(images),
  ];
}
