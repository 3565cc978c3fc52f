import { dnsDaemonSet } from "../../../../components/cluster/network/dns";
import { flannelConfig, flannelDaemonSet, flannelRules } from "../../../../components/cluster/network/flannel";
import { policiesDaemonSet, policiesRules } from "../../../../components/cluster/network/policies";
import { spec } from "../fixtures";

test("flannel", () => {
  expect({
    config: flannelConfig(spec.network),
    rules: flannelRules,
    daemonSet: flannelDaemonSet("hash", spec.virtualIp),
  }).toMatchSnapshot();
});

test("kube-network-policies", () => {
  expect({ rules: policiesRules, daemonSet: policiesDaemonSet(spec.virtualIp) }).toMatchSnapshot();
});

test("CoreDNS on every node is asked through kubeadm's Service", () => {
  const { template, selector } = dnsDaemonSet();
  // What the Service selects, and what network policies let pods ask.
  expect(template).toMatchObject({ metadata: { labels: { "k8s-app": "kube-dns" } } });
  // kubeadm's own Deployment has the Service's label too: this must not take its pods for its own.
  expect(selector).toEqual({ matchLabels: { "app.kubernetes.io/name": "node-dns" } });
});
