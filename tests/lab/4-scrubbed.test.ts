import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { machinesDir } from "../../lab/datacentre/services";
import { switchVm } from "../../lab/datacentre/vm";
import { machines, untilWell } from "../../lab/faults/cluster";
import { kubectl } from "../../lab/kubectl";
import { pulumiText, stackOutputs } from "../../lab/pulumi";
import { guestInfo } from "./vsphere";

interface Node {
  name: string;
  role: "control-plane" | "worker";
}

interface Resource {
  type: string;
  urn: string;
  outputs?: Record<string, { plaintext?: string } | undefined>;
}

/** A text by which a secret is known wherever it stands. */
interface Mark {
  secret: string;
  text: string;
}

let nodes: Node[];
let marks: Mark[];

beforeAll(async () => {
  nodes = ((await stackOutputs()) as { nodes: Node[] }).nodes;
  const state = JSON.parse(await pulumiText(["stack", "export", "--stack", "lab", "--show-secrets"])) as {
    deployment: { resources: Resource[] };
  };
  const resources = state.deployment.resources;
  const plain = (end: string, type: string, property: string) => {
    const of = resources.find(({ urn, type: found }) => urn.endsWith(end) && found.endsWith(`:${type}`));
    return JSON.parse(of?.outputs?.[property]?.plaintext ?? "") as string;
  };
  // The line of a key's PEM that no other key has.
  const line = (name: string) => plain(name, "PrivateKey", "privateKeyPem").split("\n")[1] ?? "";
  marks = [
    { secret: "CA", text: line("identity-ca") },
    { secret: "front-proxy CA", text: line("front-proxy-ca") },
    { secret: "etcd's CA", text: line("etcd-ca") },
    { secret: "bootstrap token", text: plain("-token-secret", "RandomPassword", "result") },
    {
      secret: "encryption key",
      text: Buffer.from(plain("-encryption", "RandomPassword", "result")).toString("base64"),
    },
  ];
  for (const { secret, text } of marks) expect([secret, text.length >= 16]).toEqual([secret, true]);
});

/** Files of a machine's disk that it has written itself. What it shares with the node image is older than its disk. */
async function ownFiles(machine: string): Promise<string[]> {
  const folder = join(machinesDir, machine);
  const parts = ["upper", "kubelet", "etcd", "containerd", "guestinfo"].map((part) => join(folder, part));
  const { stdout } = await execa("find", [...parts, "-type", "f", "-newer", join(folder, "disk")], { reject: false });
  return stdout.split("\n").filter(Boolean);
}

/** Where a machine's disk holds which secret, as `secret: path`; never the secret. */
async function holdings(machine: string): Promise<string[]> {
  const files = await ownFiles(machine);
  expect(files.length).toBeGreaterThan(50);
  const found: string[] = [];
  for (const file of files) {
    const content = await readFile(file).catch(() => Buffer.alloc(0)); // It is gone meanwhile.
    for (const { secret, text } of marks)
      if (content.includes(text)) found.push(`${secret}: ${file.slice(join(machinesDir, machine).length + 1)}`);
  }
  return found.sort();
}

const kept = {
  "control-plane": [
    "CA: upper/etc/kubernetes/pki/ca.key",
    "encryption key: upper/etc/dsaas/apiserver/encryption.yaml",
    "etcd's CA: upper/etc/kubernetes/pki/etcd/ca.key",
    "front-proxy CA: upper/etc/kubernetes/pki/front-proxy-ca.key",
  ],
  worker: [],
};

test("a control plane keeps keys where its programs read them, a worker keeps none, and the token is nowhere", async () => {
  for (const { name, role } of nodes) expect([name, await holdings(name)]).toEqual([name, kept[role]]);
});

test("vSphere has no machine's user data any more", async () => {
  for (const { name } of nodes) {
    const values = await guestInfo(name);
    expect([name, values.get("guestinfo.userdata")]).toEqual([name, "---"]);
    expect(values.get("guestinfo.metadata")?.length).toBeGreaterThan(100);
  }
});

/** Waits until a machine's kubelet has told of itself. */
async function untilHeard(name: string, since: Date): Promise<void> {
  const renewed = ["--namespace", "kube-node-lease", "--output", "jsonpath={.spec.renewTime}"];
  for (let tries = 0; tries < 240; tries++) {
    const time = await kubectl("get", "lease", name, ...renewed).catch(() => "");
    if (time !== "" && new Date(time) > since) return;
    await new Promise((done) => setTimeout(done, 500));
  }
  throw new Error(`${name} says nothing.`);
}

test.each(["control-plane", "worker"] as const)(
  "a %s whose power was cut comes back as the node it was, and has learnt nothing anew",
  async (role) => {
    const { name } = nodes.filter((node) => node.role === role).at(-1)!;
    await switchVm("off", name);
    const since = new Date();
    await switchVm("on", name);
    await untilHeard(name, since);
    await untilWell(await machines());
    expect(await holdings(name)).toEqual(kept[role]);
  },
);
