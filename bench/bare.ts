import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { execInMachine } from "../lab/datacentre/exec";
import { repoRoot } from "../lab/paths";
import { pulumi, pulumiText } from "../lab/pulumi";
import { labSecret } from "../lab/secrets";
import { seconds, untilNodesReady } from "./readiness";

interface Node {
  name: string;
  role: string;
  address: string;
}

const project = join(repoRoot, "bench", "bare");
const virtualIp = "198.18.0.10";
const quiet = { cwd: project, stdio: ["ignore", "pipe", "pipe"] as const };

/**
 * Seconds from `pulumi up` of the lab's five machines, empty, over `kubeadm init` and `kubeadm join` as an operator's
 * script would run them, to five Ready nodes. The pod network is a file that is there from the start, and there is no
 * kube-vip: this side of the ratio does less than the stack does. Needs a data centre that runs and is empty.
 */
export async function bareKubeadm(): Promise<number> {
  await configure();
  try {
    const start = Date.now();
    await pulumi(["up", "--stack", "bare", "--yes", "--skip-preview", "--non-interactive"], { ...quiet });
    const nodes = JSON.parse(
      await pulumiText(["stack", "output", "nodes", "--json", "--stack", "bare"], quiet),
    ) as Node[];
    await kubeadm(nodes);
    const [first] = nodes;
    if (first === undefined) throw new Error("bench/bare made no machine");
    await untilNodesReady(first.name, nodes.length);
    return seconds(start);
  } finally {
    await pulumi(["destroy", "--stack", "bare", "--yes", "--skip-preview", "--non-interactive", "--remove"], {
      ...quiet,
    });
  }
}

async function configure(): Promise<void> {
  const lab = parse(await readFile(join(repoRoot, "Pulumi.lab.yaml"), "utf8")) as {
    config: { "dsaas:vsphere": object; "dsaas:cluster": { pools: object[] } };
  };
  await pulumiText(["stack", "select", "bare", "--create"], quiet);
  const set = (key: string, ...args: string[]) => pulumiText(["config", "set", "--stack", "bare", key, ...args], quiet);
  await set("dsaas-bare:vsphere", JSON.stringify(lab.config["dsaas:vsphere"]));
  await set("dsaas-bare:pools", JSON.stringify(lab.config["dsaas:cluster"].pools));
  await pulumiText(["config", "set", "--stack", "bare", "--secret", "dsaas-bare:password"], {
    cwd: project,
    input: await labSecret("vsphere.password"),
    stdio: ["pipe", "pipe", "pipe"],
  });
}

async function kubeadm(nodes: Node[]): Promise<void> {
  const [founder, ...others] = nodes;
  if (founder === undefined) throw new Error("no machine to found a cluster on");
  const run = (node: Node, script: string) => execInMachine(node.name, ["bash", "-ec", script]);
  const booted = "until [ -e /run/booted ]; do sleep 0.2; done; systemctl enable --now --quiet kubelet";
  const config = [
    "apiVersion: kubeadm.k8s.io/v1beta4",
    "kind: InitConfiguration",
    `localAPIEndpoint: { advertiseAddress: ${founder.address} }`,
    `nodeRegistration: { kubeletExtraArgs: [{ name: node-ip, value: ${founder.address} }] }`,
    "patches: { directory: /etc/kubernetes/patches }",
    "---",
    "apiVersion: kubeadm.k8s.io/v1beta4",
    "kind: ClusterConfiguration",
    "kubernetesVersion: v1.34.0",
    `controlPlaneEndpoint: ${virtualIp}:6443`,
    "networking: { podSubnet: 10.244.0.0/16 }",
    "etcd: { local: { imageTag: 3.6.5-0 } }",
    "dns: { imageTag: v1.15.0 }",
    "---",
    "apiVersion: kubeproxy.config.k8s.io/v1alpha1",
    "kind: KubeProxyConfiguration",
    "conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s }",
  ].join("\n");
  await run(
    founder,
    `${booted}; ip address add ${virtualIp}/32 dev eth0; cat > /root/kubeadm.yaml <<'EOF'\n${config}\nEOF
     kubeadm init --config /root/kubeadm.yaml --ignore-preflight-errors=all --upload-certs > /root/init.log 2>&1`,
  );
  const join = (await run(founder, "kubeadm token create --print-join-command 2>/dev/null")).trim();
  const certificateKey = (
    await run(founder, "kubeadm init phase upload-certs --upload-certs 2>/dev/null | tail -n 1")
  ).trim();
  await Promise.all(
    others.map((node) => {
      const controlPlane =
        node.role === "control-plane"
          ? `--control-plane --certificate-key ${certificateKey} --apiserver-advertise-address ${node.address}`
          : "";
      const command = `${join} ${controlPlane} --patches /etc/kubernetes/patches --ignore-preflight-errors=all > /root/join.log 2>&1`;
      // Two control planes that join at once race for etcd (kubeadm#2005): an operator's script tries again.
      const again = `kubeadm reset --force > /root/reset.log 2>&1; systemctl enable --now --quiet kubelet`;
      return run(
        node,
        `${booted}; for i in 1 2 3 4 5; do ${command} && exit 0; ${again}; done; cat /root/join.log; exit 1`,
      );
    }),
  );
}
