import { chosen, recipes } from "../../images/containers/build";
import { repositoryPath } from "../../images/containers/push";

test("images carry the names and tags that production pulls", () => {
  const listed = recipes.map(({ name, reference, preload }) => `${name}: ${reference}${preload ? " (preloaded)" : ""}`);
  expect(listed).toMatchInlineSnapshot(`
   [
     "kube-apiserver: registry.k8s.io/kube-apiserver:v1.34.0 (preloaded)",
     "kube-controller-manager: registry.k8s.io/kube-controller-manager:v1.34.0 (preloaded)",
     "kube-scheduler: registry.k8s.io/kube-scheduler:v1.34.0 (preloaded)",
     "kube-proxy: registry.k8s.io/kube-proxy:v1.34.0 (preloaded)",
     "etcd: registry.k8s.io/etcd:3.6.5-0 (preloaded)",
     "coredns: registry.k8s.io/coredns/coredns:v1.15.0 (preloaded)",
     "pause: registry.k8s.io/pause:3.10.1 (preloaded)",
     "kube-vip: ghcr.io/kube-vip/kube-vip:v1.0.0 (preloaded)",
     "flannel: ghcr.io/flannel-io/flannel:v0.28.4 (preloaded)",
     "kube-network-policies: registry.k8s.io/networking/kube-network-policies:v0.7.0 (preloaded)",
     "local-path-provisioner: docker.io/rancher/local-path-provisioner:v0.0.30 (preloaded)",
     "busybox: docker.io/library/busybox:1.37.0 (preloaded)",
     "hub: registry.dsaas.example/dsaas/hub:0.1.0",
     "proxy: registry.dsaas.example/dsaas/proxy:0.1.0",
     "basic: registry.dsaas.example/dsaas/basic:0.1.0",
     "data-science: registry.dsaas.example/dsaas/data-science:0.1.0",
   ]
  `);
});

test("what runs in each image, and as whom", () => {
  expect(Object.fromEntries(recipes.map(({ name, config }) => [name, config]))).toMatchSnapshot();
});

test("a wrong name is refused with the right ones", () => {
  expect(chosen(["hub"]).map(({ name }) => name)).toEqual(["hub"]);
  expect(chosen([])).toBe(recipes);
  expect(() => chosen(["hubb"])).toThrow(/^image hubb: unknown; there are kube-apiserver, /);
});

test.each([
  ["registry.k8s.io/kube-proxy:v1", "kube-proxy:v1"],
  ["registry.k8s.io/coredns/coredns:v1", "coredns/coredns:v1"],
  ["docker.io/library/busybox:1", "library/busybox:1"],
  ["localhost:5000/a/b:1", "a/b:1"],
  ["a/b:1", "a/b:1"],
])("%s is pushed as %s", (reference, path) => {
  expect(repositoryPath(reference)).toBe(path);
});
