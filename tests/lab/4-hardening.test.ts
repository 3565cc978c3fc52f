import { execInMachine } from "../../lab/datacentre/exec";
import { kubectl, list } from "../../lab/kubectl";
import { stackOutputs } from "../../lab/pulumi";
import { benchmark, guardedPaths, type Program } from "../components/cluster/userdata/benchmark";

interface Node {
  name: string;
  role: "control-plane" | "worker";
  address: string;
}

let nodes: Node[];
const controlPlanes = () => nodes.filter(({ role }) => role === "control-plane");
const worker = () => nodes.find(({ role }) => role === "worker")!;

beforeAll(async () => {
  nodes = ((await stackOutputs()) as { nodes: Node[] }).nodes;
  expect(nodes).toHaveLength(5);
});

/** Arguments of every process of a machine, those in containers too. */
async function processes({ name }: Node): Promise<string[][]> {
  const script = 'for p in /proc/[0-9]*; do tr "\\0" "\\n" <$p/cmdline 2>/dev/null; echo; done';
  const output = await execInMachine(name, ["sh", "-c", script]);
  return output.split("\n\n").map((text) => text.trim().split("\n"));
}

/** A program's flags on a machine. */
async function flags(node: Node, program: Program): Promise<Map<string, string>> {
  const found = (await processes(node)).filter(([path = ""]) => path.split("/").at(-1) === program);
  expect([node.name, program, found.length]).toEqual([node.name, program, 1]);
  return new Map(
    found[0]?.slice(1).map((argument) => {
      const [, name = "", value = "true"] = /^--([^=]+)(?:=(.*))?$/.exec(argument) ?? [];
      return [name, value];
    }),
  );
}

test.each(["kube-apiserver", "kube-controller-manager", "kube-scheduler", "etcd"] as const)(
  "every running %s has the benchmark's settings",
  async (program) => {
    const wanted = benchmark.filter((setting) => setting.program === program);
    for (const node of controlPlanes()) {
      const given = await flags(node, program);
      const found = wanted.map(({ name }) => [node.name, name, given.get(name)]);
      expect(found).toEqual(wanted.map(({ name, value }) => [node.name, name, value]));
    }
  },
);

test("every running kubelet has the benchmark's settings", async () => {
  const wanted = benchmark.filter(({ program }) => program === "kubelet");
  for (const node of nodes) {
    const answer = await kubectl("get", "--raw", `/api/v1/nodes/${node.name}/proxy/configz`);
    const { kubeletconfig } = JSON.parse(answer) as { kubeletconfig: unknown };
    const value = (path: string) =>
      path.split(".").reduce((at, key) => (at as Record<string, unknown> | undefined)?.[key], kubeletconfig);
    // A number of zero is left out.
    const found = wanted.map(({ name }) => [node.name, name, String((value(name) ?? 0) as string)]);
    expect(found).toEqual(wanted.map(({ name, value }) => [node.name, name, value]));
    expect([...(await flags(node, "kubelet")).keys()]).not.toContain("hostname-override");
  }
});

test("files are root's, and no freer than the benchmark wants them", async () => {
  for (const node of nodes) {
    for (const { path, mode, role } of guardedPaths) {
      if (role === "control-plane" && node.role !== role) continue;
      const answer = await execInMachine(node.name, ["stat", "--format", "%a %U:%G", path]);
      const [found = "", owner] = answer.split(" ");
      expect([node.name, path, parseInt(found, 8) & ~mode, owner]).toEqual([node.name, path, 0, "root:root"]);
    }
  }
});

/** Status of a request without credentials, from a worker; `refused` where nobody listens. */
async function anonymously(url: string): Promise<string> {
  const curl = "curl --silent --insecure --max-time 5 --output /dev/null --write-out %{http_code}";
  const answer = await execInMachine(worker().name, ["sh", "-c", `${curl} '${url}' || echo " exit $?"`]);
  return answer === "000 exit 7" ? "refused" : answer;
}

test("without credentials an API server answers four paths", async () => {
  for (const { address } of controlPlanes()) {
    const api = `https://${address}:6443`;
    for (const path of ["/livez", "/readyz", "/healthz", "/api/v1/namespaces/kube-public/configmaps/cluster-info"])
      expect([path, await anonymously(`${api}${path}`)]).toEqual([path, "200"]);
    for (const path of [
      "/",
      "/version",
      "/api",
      "/livez/etcd",
      "/metrics",
      "/api/v1/namespaces/kube-public/configmaps",
    ])
      expect([path, await anonymously(`${api}${path}`)]).toEqual([path, "401"]);
  }
});

test("without credentials a kubelet answers nothing, nor is there anything else to ask on a machine", async () => {
  for (const { address } of nodes) {
    for (const path of ["/pods", "/metrics", "/healthz", "/exec/kube-system/x/x"])
      expect([path, await anonymously(`https://${address}:10250${path}`)]).toEqual([path, "401"]);
    // Kubelet's read-only port and health, kube-proxy's metrics and health, controller manager, scheduler, etcd's metrics.
    for (const port of [10255, 10248, 10249, 10257, 10259, 2381])
      expect([address, port, await anonymously(`http://${address}:${port}/`)]).toEqual([address, port, "refused"]);
  }
});

test("a cipher without authenticated encryption is refused by API server, etcd and kubelet", async () => {
  const [node] = controlPlanes();
  const etcd =
    "--cert /etc/kubernetes/pki/etcd/healthcheck-client.crt --key /etc/kubernetes/pki/etcd/healthcheck-client.key";
  for (const [port, key, rest] of [
    [6443, "ECDSA", ""],
    [2379, "ECDSA", etcd],
    [10250, "RSA", ""],
  ] as const) {
    const meets = (cipher: string) =>
      execInMachine(node!.name, [
        "sh",
        "-c",
        `curl --silent --insecure --tls-max 1.2 --ciphers ECDHE-${key}-${cipher} ${rest} --output /dev/null https://${node!.address}:${port}/; echo $?`,
      ]);
    expect([port, await meets("AES128-GCM-SHA256")]).toEqual([port, "0"]);
    expect([port, await meets("AES128-SHA")]).toEqual([port, "35"]); // no handshake
  }
});

const dryRun = "--dry-run=server";
const pause = "--image=registry.k8s.io/pause:3.10.1";

/** What the API server says against a pod; "" where it would take it. */
const objection = (namespace: string, ...args: string[]) =>
  kubectl("run", "trial", pause, "--namespace", namespace, dryRun, ...args).then(
    () => "",
    (error: unknown) => (error as { stderr: string }).stderr,
  );

test("a namespace that somebody makes by hand takes confined pods and no others", async () => {
  await kubectl("create", "namespace", "by-hand");
  try {
    await kubectl("wait", "--for=create", "serviceaccount/default", "--namespace", "by-hand", "--timeout=30s");
    const refused = /violates PodSecurity "restricted:latest"/;
    expect(await objection("by-hand", "--privileged")).toMatch(refused);
    expect(await objection("by-hand")).toMatch(refused);
    expect(await objection("default", "--privileged")).toMatch(refused);
    const securityContext = {
      allowPrivilegeEscalation: false,
      runAsNonRoot: true,
      capabilities: { drop: ["ALL"] },
      seccompProfile: { type: "RuntimeDefault" },
    };
    const container = { name: "trial", image: pause.slice(8), securityContext };
    expect(await objection("by-hand", `--overrides=${JSON.stringify({ spec: { containers: [container] } })}`)).toBe("");
  } finally {
    await kubectl("delete", "namespace", "by-hand");
  }
});

test("only what configures machines is freer than the rest", async () => {
  const namespaces = await list<{ metadata: { name: string; labels: Record<string, string> } }>("namespaces");
  const level = (labels: Record<string, string>) => labels["pod-security.kubernetes.io/enforce"];
  const free = namespaces.filter(({ metadata }) => (level(metadata.labels) ?? "restricted") !== "restricted");
  expect(free.map(({ metadata }) => metadata.name).sort()).toEqual(["dsaas-storage", "kube-flannel"]);
});

/** Whether somebody may do something. */
const may = (who: string[], ...what: string[]) =>
  kubectl("auth", "can-i", ...what, ...who).then(
    (answer) => answer.trim(),
    (error: unknown) => (error as { stdout: string }).stdout.trim(),
  );

test("a bootstrap token is good for joining, and a node for its own objects", async () => {
  const groups = ["system:bootstrappers", "system:bootstrappers:kubeadm:default-node-token"];
  const holder = ["--as", "system:bootstrap:abcdef", ...groups.flatMap((group) => ["--as-group", group])];
  expect(await may(holder, "create", "certificatesigningrequests")).toBe("yes");
  for (const what of [
    ["get", "secrets"],
    ["list", "nodes"],
    ["create", "pods"],
    ["get", "pods"],
  ])
    expect([what, await may(holder, ...what, "--namespace", "kube-system")]).toEqual([what, "no"]);
  const node = ["--as", `system:node:${worker().name}`, "--as-group", "system:nodes"];
  const label = (name: string, key: string) => kubectl("label", "node", name, `${key}=yes`, dryRun, ...node);
  await expect(label(worker().name, "example.org/trial")).resolves.toContain("labeled");
  // Labels by which pods may be kept from machines that are not trusted: the admission plugin refuses.
  await expect(label(worker().name, "node-restriction.kubernetes.io/trial")).rejects.toThrow(
    /is not allowed to modify labels/,
  );
  await expect(label(controlPlanes()[0]!.name, "example.org/trial")).rejects.toThrow(/only its own Node object/);
  await expect(kubectl("get", "secrets", "--namespace", "kube-system", ...node)).rejects.toThrow(/forbidden/i);
});
