import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { etcdFiles, nodeFiles } from "../../../../components/cluster/userdata/nodefiles";

const scripts = join(__dirname, "../../../../components/cluster/userdata/files");

/** Nobody is there until the file "cluster" exists; etcd's members are in the file "members". */
const curl = `[ -e "$ROOT/cluster" ] || exit 7
case "$*" in
*member/list*) cat "$ROOT/members" 2>/dev/null || echo '{"members":[]}' ;;
*member/remove*) echo "remove $*" | sed 's/ .*--data / /' >> "$ROOT/calls" ;;
*member/add*)
  echo "add $*" | sed 's/ .*--data / /' >> "$ROOT/calls"
  [ -e "$ROOT/after-add" ] || exit 22
  cat "$ROOT/after-add" ;;
esac`;

/** A machine's file system in a folder: the script runs with every absolute path moved below it and stub commands. */
class Machine {
  readonly root = mkdtempSync(join(tmpdir(), "bootstrap-"));

  constructor(role: string, stubs: Record<string, string> = {}, apiHolder = "control-plane") {
    for (const name of ["bootstrap", "etcd-members", "etcd-rejoin"]) {
      const text = readFileSync(join(scripts, `${name}.sh`), "utf8");
      this.write(name, text.replace(/(?<![\w.*/$}])\/(etc|var|run)\//g, `${this.root}/$1/`), 0o755);
    }
    this.write("etc/dsaas/ca.crt", "ca");
    this.write("etc/dsaas/pki/ca.key", "key");
    this.write("etc/dsaas/kube-vip.yaml", "pod");
    this.write("etc/dsaas/kubeadm-join.yaml", "token");
    this.write("etc/cloud/cloud.cfg", "");
    this.write("run/cloud-init/instance-data-sensitive.json", "token");
    for (const copy of ["user-data.txt", "user-data.txt.i", "cloud-config.txt", "obj.pkl", "scripts/runcmd"])
      this.write(`var/lib/cloud/instances/lab-1/${copy}`, "token");
    this.write("var/lib/cloud/instances/lab-1/sem/config_write_files", "");
    this.write(
      "etc/dsaas/bootstrap.env",
      `ROLE=${role} NODE_ADDRESS=198.18.0.20 VIRTUAL_IP=198.18.0.10 API_HOLDER=${apiHolder} PEERS='198.18.0.21 198.18.0.22'\n`,
    );
    const say = 'echo "${0##*/} $*" >> "$ROOT/calls"';
    const defaults = {
      systemctl: say,
      kubeadm: say,
      kubectl: say,
      sleep: "exit 0",
      ip: `${say}; if [ "$1" = -oneline ]; then echo '2: eth0    inet 198.18.0.20/24 brd 198.18.0.255 scope global eth0'; fi`,
      curl,
      // The scripts' two questions, which member has our address and who is in the cluster; the lab's tests ask them with
      // the real jq.
      jq: `node -e 'const {members} = JSON.parse(require("fs").readFileSync(0));
        const [, name, value, , url] = process.argv.slice(1);
        if (name === "url") { for (const m of members) if (m.peerURLs.includes(value)) console.log(m.ID); }
        else console.log(members.map((m) => (m.peerURLs[0] === url ? value : (m.name ?? m.ID)) + "=" + m.peerURLs[0]).join(","));' jq "$3" "$4" "$5" "$7"`,
      hostname: "echo control-1",
    };
    for (const [name, body] of Object.entries({ ...defaults, ...stubs }))
      this.write(`bin/${name}`, `#!/bin/bash\n${body}\n`, 0o755);
  }

  write(path: string, content: string, mode = 0o644): void {
    const full = join(this.root, path);
    mkdirSync(join(full, ".."), { recursive: true });
    writeFileSync(full, content);
    chmodSync(full, mode);
  }

  has = (path: string) => existsSync(join(this.root, path));
  calls = () => (this.has("calls") ? readFileSync(join(this.root, "calls"), "utf8").replaceAll(this.root, "") : "");

  boot = () => this.run("bootstrap");

  /** One of the machine's scripts. */
  run(script: "bootstrap" | "etcd-rejoin") {
    rmSync(join(this.root, "calls"), { force: true });
    const PATH = `${this.root}/bin:${process.env["PATH"]}`;
    return spawnSync(join(this.root, script), {
      env: { PATH, ROOT: this.root },
      encoding: "utf8",
      timeout: 30_000,
    });
  }
}

/** A kubeadm whose `command` fails until the file "repaired" exists. */
const failing = (command: string) =>
  `echo "\${0##*/} $*" >> "$ROOT/calls"; [ "$1" = version ] && echo v1; [[ "$*" = "${command}"* ]] && [ ! -e "$ROOT/repaired" ] && exit 1; exit 0`;

test("the founder, with nobody there, founds the cluster, then starts kube-vip", () => {
  const machine = new Machine("founder");
  expect(machine.boot().status).toBe(0);
  expect(machine.calls()).toMatchInlineSnapshot(`
   "systemctl enable --quiet kubelet.service
   kubeadm init phase preflight --config /etc/dsaas/kubeadm-init.yaml
   ip -oneline -4 address show
   ip address replace 198.18.0.10/32 dev eth0
   kubeadm init --config /etc/dsaas/kubeadm-init.yaml --skip-token-print --skip-phases=preflight,show-join-command
   kubectl --kubeconfig /etc/kubernetes/admin.conf apply --server-side --force-conflicts --filename /etc/dsaas/kube-vip-rbac.yaml
   "
  `);
  expect(machine.has("etc/kubernetes/manifests/kube-vip.yaml")).toBe(true);
  expect(machine.has("var/lib/dsaas/bootstrapped")).toBe(true);
});

test("the founder leaves the virtual address alone where a load balancer holds it", () => {
  const machine = new Machine("founder", {}, "load-balancer");
  expect(machine.boot().status).toBe(0);
  expect(machine.calls()).toContain("kubeadm init --config");
  expect(machine.calls()).not.toContain("ip address replace");
});

test("the founder joins when its cluster already answers", () => {
  const machine = new Machine("founder");
  machine.write("cluster", "");
  expect(machine.boot().status).toBe(0);
  expect(machine.calls()).toContain("kubeadm join");
  expect(machine.calls()).not.toContain("kubeadm init --config");
  expect(machine.calls()).not.toContain("ip address");
});

test("a machine that fails kubeadm's checks is checked again, never let through", () => {
  const machine = new Machine("founder", { kubeadm: failing("init phase preflight") });
  expect(machine.boot().status).not.toBe(0);
  expect(machine.boot().status).not.toBe(0);
  expect(machine.calls()).not.toContain("kubeadm init --config");
});

test("a founder that was interrupted goes on founding, even if its own API already answers", () => {
  const machine = new Machine("founder", { kubeadm: failing("init --config") });
  expect(machine.boot().status).not.toBe(0);
  machine.write("cluster", "");
  machine.write("repaired", "");
  expect(machine.boot().status).toBe(0);
  expect(machine.calls()).toContain(
    "kubeadm init --config /etc/dsaas/kubeadm-init.yaml --skip-token-print --skip-phases=preflight",
  );
  expect(machine.calls()).not.toMatch(/kubeadm (join|reset|init phase preflight)/);
});

test.each(["control-plane", "worker"])(
  "a %s waits for the API, joins, and clears up before a second attempt",
  (role) => {
    const machine = new Machine(role, { kubeadm: failing("join"), sleep: 'touch "$ROOT/cluster"' });
    expect(machine.boot().status).not.toBe(0);
    expect(machine.calls()).not.toContain("reset");
    expect(machine.has("etc/dsaas/pki/ca.key")).toBe(true);
    machine.write("repaired", "");
    expect(machine.boot().status).toBe(0);
    expect(machine.calls().trimEnd().split("\n")).toEqual([
      "systemctl enable --quiet kubelet.service",
      "kubeadm reset --force --cri-socket unix:///run/containerd/containerd.sock",
      ...(role === "control-plane"
        ? ["kubeadm version --output short", "kubeadm init phase certs apiserver-etcd-client --kubernetes-version v1"]
        : []),
      "kubeadm join --config /etc/dsaas/kubeadm-join.yaml",
    ]);
    expect(machine.has("etc/kubernetes/pki/ca.key")).toBe(role === "control-plane");
    expect(machine.has("etc/kubernetes/manifests/kube-vip.yaml")).toBe(role === "control-plane");
  },
);

test("a control plane made again without its disk has its former etcd member removed, and no other", () => {
  const machine = new Machine("founder");
  machine.write("cluster", "");
  const member = (ID: string, address: string) => ({ ID, peerURLs: [`https://${address}:2380`] });
  machine.write("members", JSON.stringify({ members: [member("11", "198.18.0.21"), member("12", "198.18.0.20")] }));
  expect(machine.boot().status).toBe(0);
  const removals = machine.calls().match(/^remove .*$/gm);
  expect(removals).toEqual(['remove {"ID": "12"} https://198.18.0.21:2379/v3/cluster/member/remove']);
});

test("a control plane that still has its disk keeps its etcd member", () => {
  const machine = new Machine("control-plane");
  machine.write("cluster", "");
  machine.write("var/lib/etcd/member/wal", "");
  machine.write("members", JSON.stringify({ members: [{ ID: "12", peerURLs: ["https://198.18.0.20:2380"] }] }));
  expect(machine.boot().status).toBe(0);
  expect(machine.calls()).not.toContain("remove");
});

const manifest = (more: string) => `spec:
  containers:
  - command:
    - etcd
    - --initial-cluster=control-1=https://198.18.0.20:2380${more}
    - --name=control-1
`;
const peer = (ID: string, name: string, address: string) => ({ ID, name, peerURLs: [`https://${address}:2380`] });
const others = [peer("11", "control-2", "198.18.0.21"), peer("13", "control-3", "198.18.0.22")];

test.each([
  ["founded the cluster", ""],
  ["joined it", ",control-2=https://198.18.0.21:2380\n    - --initial-cluster-state=existing"],
])("a control plane that %s and has lost its etcd data is made a new member", (_what, more) => {
  const machine = new Machine("founder");
  machine.write("cluster", "");
  machine.write("etc/kubernetes/manifests/etcd.yaml", manifest(more));
  machine.write("members", JSON.stringify({ members: [...others, peer("12", "control-1", "198.18.0.20")] }));
  const added = { ID: "14", peerURLs: ["https://198.18.0.20:2380"] };
  machine.write("after-add", JSON.stringify({ members: [...others, added] }));
  expect(machine.run("etcd-rejoin").status).toBe(0);
  expect(machine.calls().match(/^(add|remove) .*$/gm)).toEqual([
    'remove {"ID": "12"} https://198.18.0.21:2379/v3/cluster/member/remove',
    'add {"peerURLs": ["https://198.18.0.20:2380"]} https://198.18.0.21:2379/v3/cluster/member/add',
  ]);
  expect(readFileSync(join(machine.root, "etc/kubernetes/manifests/etcd.yaml"), "utf8")).toBe(`spec:
  containers:
  - command:
    - etcd
    - --initial-cluster=control-2=https://198.18.0.21:2380,control-3=https://198.18.0.22:2380,control-1=https://198.18.0.20:2380
    - --initial-cluster-state=existing
    - --name=control-1
`);
});

test("it waits, and leaves etcd's settings alone, until the others take it", () => {
  const machine = new Machine("control-plane", {
    sleep: 'touch "$ROOT/cluster"; echo \'{"members":[]}\' > "$ROOT/after-add"',
  });
  machine.write("etc/kubernetes/manifests/etcd.yaml", manifest(""));
  const { status, stdout } = machine.run("etcd-rejoin");
  expect(status).toBe(0);
  expect(stdout).toContain("waiting for the etcd of 198.18.0.21 198.18.0.22");
  expect(machine.calls().match(/^add/gm)).toHaveLength(1);
});

test("only control planes have what makes them members of etcd again", () => {
  // A worker has no etcd, and would wait for ever.
  expect(etcdFiles().map(({ path }) => path)).toContain("/etc/systemd/system/dsaas-etcd-rejoin.service");
  expect(nodeFiles.filter(({ path }) => path.includes("rejoin"))).toEqual([]);
});

/** Files below the machine's root that hold what another machine could be made from. */
const secrets = (machine: Machine) =>
  execFileSync("sh", ["-c", "grep -rlxE 'token|key' etc/dsaas etc/cloud var run || true"], { cwd: machine.root })
    .toString()
    .split("\n")
    .filter(Boolean);

test("once a machine is a node, staged keys and tokens are gone, and cloud-init's copies with them", () => {
  const machine = new Machine("control-plane");
  machine.write("cluster", "");
  expect(secrets(machine).length).toBe(8);
  expect(machine.boot().status).toBe(0);
  expect(secrets(machine)).toEqual([]);
  expect(machine.has("etc/kubernetes/pki/ca.key")).toBe(true);
  // Were cloud-init to run once more, it would know what it has done.
  expect(machine.has("etc/cloud/cloud-init.disabled")).toBe(true);
  expect(machine.has("var/lib/cloud/instances/lab-1/sem/config_write_files")).toBe(true);
});

/** Commands that are the real ones, but for the call before which the power is cut: number `at` of all of them. */
function cutAt(at: number): Record<string, string> {
  const body = (run: string) => `n=$(($(cat "$ROOT/count" 2>/dev/null || echo 0) + 1)); echo $n > "$ROOT/count"
[ $n = ${at} ] && { kill -9 $PPID; exit 1; }
${run}`;
  const real = ["touch", "sync", "rm", "find", "install", "cp"].map((name) => [
    name,
    body(`PATH=/usr/bin:/bin exec ${name} "$@"`),
  ]);
  const kubeadm = 'echo "kubeadm $*" >> "$ROOT/calls"; [ "$1" = version ] && echo v1; exit 0';
  return { ...(Object.fromEntries(real) as Record<string, string>), kubeadm: body(kubeadm) };
}

// A worker does the same as a control plane, less the keys.
test.each(["founder", "control-plane"])(
  "a %s whose power is cut before any one of its commands is a node after the next boot",
  (role) => {
    let cuts = 0;
    for (;;) {
      const machine = new Machine(role, cutAt(cuts + 1));
      if (role !== "founder") machine.write("cluster", "");
      if (machine.boot().status === 0) break;
      cuts++;
      const joined = machine.has("var/lib/dsaas/joined");
      // The unit does not start where the last mark is set.
      const status = machine.has("var/lib/dsaas/bootstrapped") ? 0 : machine.boot().status;
      expect([cuts, status]).toEqual([cuts, 0]);
      expect([cuts, secrets(machine)]).toEqual([cuts, []]);
      expect([cuts, machine.has("var/lib/dsaas/bootstrapped")]).toEqual([cuts, true]);
      expect([cuts, machine.has("etc/kubernetes/pki/ca.key")]).toEqual([cuts, true]);
      // What has joined never joins again: its configuration may be gone already.
      if (joined) expect([cuts, machine.calls()]).toEqual([cuts, ""]);
    }
    expect(cuts).toBeGreaterThan(10);
  },
  60_000,
);

test("the founder stops with a plain sentence while no interface has its address", () => {
  const machine = new Machine("founder", { ip: "exit 0" });
  const { status, stdout } = machine.boot();
  expect(status).not.toBe(0);
  expect(stdout).toContain("no interface has the address 198.18.0.20 yet");
});

test("flannel's lease becomes a configuration that containerd can read", () => {
  const root = mkdtempSync(join(tmpdir(), "cni-"));
  const script = join(root, "cni-config");
  cpSync(join(scripts, "cni-config.sh"), script);
  writeFileSync(script, readFileSync(script, "utf8").replace(/\/(run|etc)\//g, `${root}/$1/`));
  mkdirSync(join(root, "run/flannel"), { recursive: true });
  writeFileSync(
    join(root, "run/flannel/subnet.env"),
    "FLANNEL_NETWORK=10.244.0.0/16\nFLANNEL_SUBNET=10.244.3.1/24\nFLANNEL_MTU=1450\nFLANNEL_IPMASQ=true\n",
  );
  execFileSync("bash", [script]);
  expect(JSON.parse(readFileSync(join(root, "etc/cni/net.d/10-dsaas.conflist"), "utf8"))).toMatchInlineSnapshot(`
   {
     "cniVersion": "1.0.0",
     "name": "dsaas",
     "plugins": [
       {
         "bridge": "cni0",
         "hairpinMode": true,
         "ipMasq": false,
         "ipam": {
           "ranges": [
             [
               {
                 "gateway": "10.244.3.1",
                 "subnet": "10.244.3.0/24",
               },
             ],
           ],
           "routes": [
             {
               "dst": "10.244.0.0/16",
             },
           ],
           "type": "host-local",
         },
         "isDefaultGateway": true,
         "isGateway": true,
         "mtu": 1450,
         "type": "bridge",
       },
       {
         "capabilities": {
           "portMappings": true,
         },
         "type": "portmap",
       },
     ],
   }
  `);
});
