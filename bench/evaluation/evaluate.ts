import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { MockCallArgs, MockResourceArgs } from "@pulumi/pulumi/runtime";
import { acceptResourceHooks } from "../../tests/resourceHooks";
import { example } from "../../tests/stacks/example";
/** What an evaluation has seen. */
export interface Evaluation {
  /** How many resources of each type were registered. */
  resources: Record<string, number>;
  /** Machines that were given user data. */
  machines: number;
  /** Of the largest user data as it is handed to vSphere. */
  userDataBytes: number;
  /** Networks that users' servers are kept from. */
  deniedNetworks: number;
  /** From the loaded program to its last output, s. */
  seconds: number;
}

export interface EvaluationArgs {
  workers: number;
  /** PEM of any certificate authority: what the mocks give for every certificate. */
  certificate: string;
  /** Empty folder that stands for the storage system. */
  storage: string;
}

const stackName = "bench";

/** Addresses of loopback's own: a preview asks the cluster, and is refused at once by a machine that has none. */
const network = {
  firstAddress: "127.20.8.0",
  lastAddress: "127.20.31.255",
  prefixLength: 16,
  gateway: "127.20.0.1",
  nameservers: ["127.20.0.2"],
};

/** The stack's configuration as Pulumi hands it to a program: three control planes and so many workers. */
function configuration({ workers, storage }: EvaluationArgs): Record<string, string> {
  const { "dsaas:vsphere": site, "dsaas:cluster": cluster, "dsaas:hub": hub, ...rest } = example();
  const pools = (cluster as { pools: { role: string }[] }).pools;
  const values = {
    ...rest,
    "dsaas:vsphere": { ...(site as object), network },
    "dsaas:cluster": {
      ...(cluster as object),
      podNetwork: { podSubnet: "10.244.0.0/14" },
      virtualIps: { blue: "127.20.0.10", green: "127.20.0.12" },
      pools: pools.map((pool) => (pool.role === "worker" ? { ...pool, count: workers } : pool)),
    },
    "dsaas:storage": { driver: "local", path: "/srv/dsaas", seenAt: storage },
    "dsaas:hub": { ...(hub as object), address: "127.20.0.11" },
  };
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}

/**
 * Evaluates the whole program with Pulumi's mocks in place of the engine, as in a preview of a stack that is there: every
 * resource and every output, machines' user data with keys and certificates of the real size. Once per process, as
 * Pulumi's mocks are the process's own.
 */
export async function evaluate(args: EvaluationArgs): Promise<Evaluation> {
  const seen: Evaluation = { resources: {}, machines: 0, userDataBytes: 0, deniedNetworks: 0, seconds: 0 };
  acceptResourceHooks();
  await pulumi.runtime.setMocks(mocks(args, seen), "dsaas", stackName, true);
  // Imported after setMocks: the SDK decides at import time what it talks to (pulumi/pulumi#10975).
  const [{ openCloud }, { loadConfig }, { dataUri }, { Platform }] = await Promise.all([
    import("../../stacks/clouds"),
    import("../../stacks/config"),
    import("../../stacks/logo"),
    import("../../stacks/platform"),
  ]);
  const start = performance.now();
  const config = loadConfig({ values: configuration(args), isSecret: () => true, stackName });
  const logo = dataUri(config.hub.branding.logo, (path) => readFileSync(join(projectFolder(__dirname), path)));
  const cloud = await openCloud("dsaas", stackName, config);
  const platform = new Platform("dsaas", { stackName, config, logo, cloud, last: undefined });
  const { hubUrl, apiEndpoint, kubeconfig, nodes, storageClasses } = platform;
  await resolved(pulumi.all([hubUrl, apiEndpoint, kubeconfig, nodes, storageClasses]));
  await pulumi.runtime.disconnect();
  seen.seconds = (performance.now() - start) / 1000;
  return seen;
}

function projectFolder(from: string): string {
  return existsSync(join(from, "Pulumi.yaml")) ? from : projectFolder(join(from, ".."));
}

function resolved<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply((value) => resolve(value as T)));
}

function mocks({ certificate }: EvaluationArgs, seen: Evaluation): pulumi.runtime.Mocks {
  return {
    newResource({ type, name, inputs }: MockResourceArgs) {
      seen.resources[type] = (seen.resources[type] ?? 0) + 1;
      note(inputs as Inputs, seen);
      return { id: `${name}-id`, state: { ...(inputs as object), ...computed(type, name, certificate) } };
    },
    call: ({ inputs }: MockCallArgs) => ({
      ...(inputs as Record<string, unknown>),
      id: "found",
      resourcePoolId: "root",
      guestId: "debian12_64Guest",
      scsiType: "pvscsi",
      disks: [{ size: 10, thinProvisioned: true, eagerlyScrub: false, label: "disk0", unitNumber: 0 }],
    }),
  };
}

function note(inputs: Inputs, seen: Evaluation): void {
  const userData = plain(inputs["extraConfig"])?.["guestinfo.userdata"];
  if (typeof userData === "string") {
    seen.machines += 1;
    seen.userDataBytes = Math.max(seen.userDataBytes, userData.length);
  }
  const denied = (inputs as { spec?: { egress?: { to?: { ipBlock?: { except?: string[] } }[] }[] } }).spec?.egress;
  for (const { to = [] } of denied ?? [])
    for (const { ipBlock } of to) seen.deniedNetworks = Math.max(seen.deniedNetworks, ipBlock?.except?.length ?? 0);
}

type Inputs = Record<string, unknown>;

/** An object of the inputs without the mark of a secret. */
function plain(value: unknown): Inputs | undefined {
  const object = value as (Inputs & { value?: Inputs }) | undefined;
  return object?.value ?? object;
}

/** What providers would compute. */
function computed(type: string, name: string, certificate: string): Record<string, unknown> {
  switch (type) {
    case "tls:index/privateKey:PrivateKey":
      return { privateKeyPem: certificate, publicKeyPem: certificate };
    case "tls:index/selfSignedCert:SelfSignedCert":
    case "tls:index/locallySignedCert:LocallySignedCert":
      return { certPem: certificate };
    case "tls:index/certRequest:CertRequest":
      return { certRequestPem: certificate };
    case "random:index/randomPassword:RandomPassword":
      return { result: name.endsWith("id") ? "abcdef" : "0123456789abcdef" };
    default:
      return {};
  }
}
