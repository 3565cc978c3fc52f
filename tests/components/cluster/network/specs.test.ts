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
