import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, parseAllDocuments } from "yaml";
import { apiServerFiles } from "../../../../components/cluster/userdata/apiserver";
import { initConfig } from "../../../../components/cluster/userdata/kubeadm";
import { machines, secrets, spec } from "../fixtures";
import { benchmark, guardedPaths, type Program } from "./benchmark";

interface Arguments {
  extraArgs: { name: string; value: string }[];
}

const documents = parseAllDocuments(initConfig(machines[0]!, spec, secrets), { version: "1.1" }).map(
  (document) => document.toJS() as { kind: string },
);
const ofKind = <T>(kind: string) => documents.find((document) => document.kind === kind) as T;
const cluster = ofKind<{
  apiServer: Arguments;
  controllerManager: Arguments;
  scheduler: Arguments;
  etcd: { local: Arguments };
}>("ClusterConfiguration");
const flags: Record<Exclude<Program, "kubelet">, Arguments> = {
  "kube-apiserver": cluster.apiServer,
  "kube-controller-manager": cluster.controllerManager,
  "kube-scheduler": cluster.scheduler,
  etcd: cluster.etcd.local,
};

/** A setting as the first machine is told it, as text; undefined where it is told nothing. */
function told(program: Program, name: string): string | undefined {
  if (program !== "kubelet") return flags[program].extraArgs.find((argument) => argument.name === name)?.value;
  const value = name
    .split(".")
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], ofKind("KubeletConfiguration"));
  return value === undefined ? undefined : String(value as string);
}

test.each(benchmark.map((setting) => [setting.program, setting.name, setting] as const))(
  "%s %s is what the benchmark asks for",
  (program, name, { by, value }) => {
    // What is kubeadm's to give must not be given otherwise; that kubeadm gives it, the lab's test sees.
    expect(told(program, name)).toBe(by === "user data" ? value : undefined);
  },
);

/** A file that the API server is told to read. */
const file = (name: string): unknown =>
  parse(apiServerFiles(secrets).find(({ path }) => path.endsWith(`/${name}.yaml`))?.content ?? "");

test("without credentials there is health and the way in, no path more", () => {
  expect(file("authentication")).toMatchObject({
    kind: "AuthenticationConfiguration",
    anonymous: {
      enabled: true,
      conditions: [
        { path: "/livez" },
        { path: "/readyz" },
        { path: "/healthz" },
        { path: "/api/v1/namespaces/kube-public/configmaps/cluster-info" },
      ],
    },
  });
});

test("Pod Security is restricted where no label says otherwise, and one namespace is exempt, by name", () => {
  const { plugins } = file("admission") as { plugins: { name: string; configuration: Record<string, unknown> }[] };
  expect(plugins.find(({ name }) => name === "PodSecurity")?.configuration).toMatchObject({
    defaults: { enforce: "restricted", audit: "restricted", warn: "restricted" },
    exemptions: { usernames: [], runtimeClasses: [], namespaces: ["kube-system"] },
  });
});

/** Every item of sections 1 to 4: how many there are in each. */
const counts = {
  "1.1": 21,
  "1.2": 30,
  "1.3": 7,
  "1.4": 2,
  "2": 7,
  "3.1": 3,
  "3.2": 2,
  "4.1": 10,
  "4.2": 14,
  "4.3": 1,
};
const everyItem = Object.entries(counts).flatMap(([section, count]) =>
  Array.from({ length: count }, (_, index) => `${section}.${index + 1}`),
);

/** Rows of the document's table by item; `1.2.6–8` stands for three. */
function documented(): Map<string, string> {
  const text = readFileSync(join(__dirname, "../../../../docs/security.md"), "utf8");
  const rows = new Map<string, string>();
  for (const [row, ids = ""] of text.matchAll(/^\| ([0-9.–, ]+?) +\|.*$/gm))
    for (const part of ids.split(", ")) {
      const [, section = "", first, last = first] = /^(.*\.)(\d+)(?:–(\d+))?$/.exec(part) ?? [];
      for (let id = Number(first); id <= Number(last); id++) rows.set(`${section}${id}`, row);
    }
  return rows;
}

test("docs/security.md answers every item, and names each setting that answers it", () => {
  const rows = documented();
  expect([...rows.keys()].sort()).toEqual([...everyItem].sort());
  const unnamed = benchmark.flatMap(({ ids, name }) =>
    ids.filter((id) => !rows.get(id)?.includes(`\`${name}`)).map((id) => `${id} ${name}`),
  );
  expect(unnamed).toEqual([]);
  for (const { ids } of guardedPaths) for (const id of ids) expect(rows.get(id)).toMatch(/yes/);
});
