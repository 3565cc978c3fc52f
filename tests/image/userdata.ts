import { readFileSync } from "node:fs";
import { join } from "node:path";
import { webcrypto } from "node:crypto";
import { parse, parseAllDocuments, stringify } from "yaml";
import { paths } from "../../components/cluster/paths";
import { userData } from "../../components/cluster/userdata";
import type { ClusterSpec, ControlPlaneSecrets } from "../../components/cluster/types";
import type { MachineNetwork, PlannedMachine } from "../../components/machines/types";
import { machine, spec } from "../components/cluster/fixtures";
import { authority } from "../components/cluster/pki.fixtures";

export const node: PlannedMachine = machine("control-1", "control-plane", "198.18.0.20");

/** QEMU's own network, which leads nowhere. */
export const network: MachineNetwork = {
  firstAddress: node.address,
  lastAddress: node.address,
  prefixLength: 24,
  gateway: "198.18.0.1",
  nameservers: ["198.18.0.2"],
  searchDomains: ["example.org"],
};

const cluster: ClusterSpec = { ...spec, registryMirrors: [] };

/** What the platform gives to the machine that founds a cluster, with a PKI made for it. */
export async function founderUserData(): Promise<string> {
  return userData(node, cluster, await pki(), [node]);
}

async function pki(): Promise<ControlPlaneSecrets> {
  const [ca, frontProxyCa, etcdCa] = [await authority(), await authority(), await authority()];
  const pair = await webcrypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
  const pem = async (label: string, format: "pkcs8" | "spki", key: webcrypto.CryptoKey) =>
    `-----BEGIN ${label}-----\n${Buffer.from(await webcrypto.subtle.exportKey(format, key)).toString("base64")}\n-----END ${label}-----\n`;
  return {
    caCertificate: ca.certificate,
    bootstrapToken: "abcdef.0123456789abcdef",
    ca,
    frontProxyCa,
    etcdCa,
    serviceAccount: {
      privateKey: await pem("PRIVATE KEY", "pkcs8", pair.privateKey),
      publicKey: await pem("PUBLIC KEY", "spki", pair.publicKey),
    },
    kubeVip: await ca.issue("dsaas:kube-vip"),
    encryptionKey: Buffer.alloc(32, "k").toString("base64"),
  };
}

/**
 * A cloud-config with more patience: kubeadm, and the probes that it gives to the control plane, wait four minutes for
 * what takes an emulated processor longer.
 */
export function inEmulation(cloudConfig: string): string {
  const config = parse(cloudConfig) as { write_files: { path: string; content: string }[] };
  const file = config.write_files.find(({ path }) => path === paths.initConfig);
  if (file === undefined) throw new Error(`The user data has no ${paths.initConfig}`);
  const documents = parseAllDocuments(file.content).map((document) => document.toJS() as Record<string, unknown>);
  const patient = documents.map((document) =>
    document["kind"] === "InitConfiguration" ? { ...document, timeouts } : document,
  );
  file.content = patient.map((document) => stringify(document)).join("---\n");
  return `#cloud-config\n${stringify(config)}`;
}

const timeouts = { controlPlaneComponentHealthCheck: "20m0s" };

/** A cloud-config with the report added, which a unit of its own makes once `after` (a shell command) succeeds. */
export function withReport(cloudConfig: string, after: string): string {
  const config = parse(cloudConfig) as { write_files?: object[]; runcmd?: string[][] };
  const script = readFileSync(join(__dirname, "report.sh"), "utf8");
  const wait = `until ${after}; do sleep 1; done; exec sh /usr/local/lib/report`;
  return `#cloud-config\n${stringify({
    ...config,
    write_files: [...(config.write_files ?? []), { path: "/usr/local/lib/report", content: script }],
    runcmd: [...(config.runcmd ?? []), ["systemd-run", "--no-block", "--unit=report", "sh", "-c", wait]],
  })}`;
}

/** What the report says, by its keys. */
export function reported(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(/REPORT (\w+)=(.*)$/gm)].map(([, key, value]) => [key, value?.trim()]));
}
