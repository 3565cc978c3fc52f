import fc from "fast-check";
import { gzipSync } from "node:zlib";
import { parse, parseAllDocuments } from "yaml";
import type { PlannedMachine } from "../../../../components/machines/types";
import type { ClusterSpec } from "../../../../components/cluster/types";
import { userData } from "../../../../components/cluster/userdata";
import { endpointOf } from "../../../../components/cluster/userdata/kubeadm";
import { machine, machines, secrets, spec } from "../fixtures";

interface Rendered {
  write_files: { path: string; permissions: string; content: string }[];
  runcmd: string[][];
}

/** Reads a cloud-config as cloud-init does: in YAML 1.1. */
const read = (text: string) => parse(text, { version: "1.1" }) as Rendered;
const file = (text: string, path: string) =>
  read(text).write_files.find((candidate) => candidate.path === path)?.content;
const render = (target: PlannedMachine, all = machines, with_: ClusterSpec = spec) =>
  userData(target, with_, secrets, all);
const one = (key: string) => machines.find((candidate) => candidate.key === key) as PlannedMachine;

test.each(["control-1", "control-2", "worker-1", "gpu-1"])("user data of %s", (key) => {
  expect(render(one(key))).toMatchSnapshot();
});

test("exactly one machine founds the cluster, the first control plane", () => {
  const founders = machines.filter((candidate) => render(candidate).includes("ROLE='founder'"));
  expect(founders.map(({ key }) => key)).toEqual(["control-1"]);
});

test("only the founder can run kubeadm init", () => {
  const able = machines.filter((candidate) => file(render(candidate), "/etc/dsaas/kubeadm-init.yaml") !== undefined);
  expect(able.map(({ key }) => key)).toEqual(["control-1"]);
});

test("every machine fits into one guestinfo value and into Nova's user data", () => {
  for (const candidate of machines) {
    expect(gzipSync(render(candidate)).toString("base64").length).toBeLessThan(64 * 1024);
  }
});

test("a machine that is not planned is refused by name", () => {
  expect(() => render(machine("stranger-1", "worker", "198.18.0.99"))).toThrow(/"lab-0123abcd-stranger-1"/);
});

test("what is secret can be read by root only", () => {
  for (const candidate of machines) {
    for (const { permissions, content } of read(render(candidate)).write_files) {
      const secret = content.includes("PRIVATE KEY") || content.includes(secrets.encryptionKey);
      if (secret || content.includes(secrets.bootstrapToken)) expect(permissions).toBe("0600");
    }
  }
});

test("no secret stands in a command or a script", () => {
  for (const candidate of machines) {
    const { runcmd, write_files } = read(render(candidate));
    const open = [JSON.stringify(runcmd), ...write_files.filter((f) => f.permissions !== "0600").map((f) => f.content)];
    for (const text of open) {
      expect(text).not.toContain("PRIVATE KEY");
      expect(text).not.toContain(secrets.bootstrapToken.split(".")[1]);
      expect(text).not.toContain(secrets.encryptionKey);
    }
  }
});

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9.-]{0,20}[a-z0-9])?$/);
const octet = fc.integer({ min: 1, max: 254 });
const anyMachine = (role: PlannedMachine["role"]) =>
  fc
    .record({
      labels: fc.dictionary(
        label.map((name) => `example.org/${name}`),
        fc.oneof(label, fc.constantFrom("yes", "on", "1", "0644", "null")),
        {
          maxKeys: 5,
        },
      ),
      taints: fc.array(
        fc.record({
          key: label,
          value: fc.constantFrom("yes", "no", "off", "1e3", "~", "0x1"),
          effect: fc.constant("NoSchedule" as const),
        }),
        { maxLength: 3 },
      ),
      address: octet.map((last) => `10.0.0.${last}`),
    })
    .map(({ address, ...rest }) => machine(`${role === "worker" ? "any" : "cp"}-1`, role, address, rest));

test("property: whatever a worker is like, its user data holds no private key but the token's", () => {
  fc.assert(
    fc.property(anyMachine("worker"), (worker) => {
      const text = render(worker, [...machines, worker]);
      for (const key of [secrets.ca, secrets.etcdCa, secrets.frontProxyCa, secrets.kubeVip].map(
        (pair) => pair.privateKey,
      )) {
        expect(text).not.toContain(key.split("\n")[0]);
      }
      expect(text).not.toContain("PRIVATE KEY");
      expect(text).not.toContain(secrets.encryptionKey);
    }),
  );
});

test("property: labels and taints reach kubeadm as the text they are, whatever YAML 1.1 makes of bare words", () => {
  fc.assert(
    fc.property(fc.oneof(anyMachine("worker"), anyMachine("control-plane")), (any) => {
      const join = file(render(any, [...machines, any]), "/etc/dsaas/kubeadm-join.yaml") ?? "";
      const [document] = parseAllDocuments(join, { version: "1.1" });
      const { nodeRegistration } = document?.toJS() as {
        nodeRegistration: { taints: object[]; kubeletExtraArgs: { name: string; value: string }[] };
      };
      expect(nodeRegistration.taints.slice(any.role === "worker" ? 0 : 1)).toEqual(any.taints);
      const labels = nodeRegistration.kubeletExtraArgs.find(({ name }) => name === "node-labels")?.value.split(",");
      expect(labels).toEqual(
        expect.arrayContaining(Object.entries(any.labels).map(([key, value]) => `${key}=${value}`)),
      );
    }),
  );
});

test("property: no two machines write the same file twice, and every path is absolute", () => {
  fc.assert(
    fc.property(fc.array(label, { maxLength: 4 }), (registries) => {
      const mirrors = [...new Set(registries)].map((registry) => ({
        registry,
        endpoint: "https://mirror.example.org",
      }));
      const paths = read(render(one("control-1"), machines, { ...spec, registryMirrors: mirrors })).write_files.map(
        (f) => f.path,
      );
      expect(new Set(paths).size).toBe(paths.length);
      for (const path of paths) expect(path).toMatch(/^\//);
    }),
  );
});

test("two mirrors of one registry are refused", () => {
  const mirror = { registry: "docker.io", endpoint: "https://mirror.example.org" };
  expect(() => render(one("worker-1"), machines, { ...spec, registryMirrors: [mirror, mirror] })).toThrow(/docker\.io/);
});

test("where a load balancer holds the API's address, kube-vip holds those of Services alone", () => {
  const settings = (with_: ClusterSpec) => {
    const pod = file(render(one("control-1"), machines, with_), "/etc/dsaas/kube-vip.yaml") ?? "";
    return Object.fromEntries(
      (parse(pod) as { spec: { containers: { env: { name: string; value?: string }[] }[] } }).spec.containers
        .flatMap(({ env }) => env)
        .filter(({ name }) => name === "cp_enable" || name === "svc_enable")
        .map(({ name, value }) => [name, value]),
    );
  };
  expect(settings(spec)).toEqual({ cp_enable: "true", svc_enable: "true" });
  expect(settings({ ...spec, apiHolder: "load-balancer" })).toEqual({ cp_enable: "false", svc_enable: "true" });
});

test("a public address of the API is in its certificate, and machines go on using the virtual one", () => {
  const open = { ...spec, publicAddress: "203.0.113.4" };
  const init = file(render(one("control-1"), machines, open), "/etc/dsaas/kubeadm-init.yaml") ?? "";
  const cluster = parseAllDocuments(init)
    .map(
      (document) =>
        document.toJS() as { kind: string; controlPlaneEndpoint: string; apiServer: { certSANs: string[] } },
    )
    .find(({ kind }) => kind === "ClusterConfiguration");
  expect(cluster?.apiServer.certSANs).toEqual(["198.18.0.10", "203.0.113.4", "127.0.0.1", "localhost"]);
  expect(cluster?.controlPlaneEndpoint).toBe("198.18.0.10:6443");
  expect(render(one("worker-1"), machines, open)).not.toContain("203.0.113.4");
  expect([endpointOf(spec), endpointOf(open)]).toEqual(["https://198.18.0.10:6443", "https://203.0.113.4:6443"]);
});
