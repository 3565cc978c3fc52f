import { createHash, X509Certificate } from "node:crypto";
import type { PlannedMachine } from "../machines/types";
import type { ClusterSpec, ControlPlaneSecrets } from "./types";
import { bootRole, userData } from "./userdata";

/** `sha256:<hex>` of the public key in a PEM certificate: what kubeadm calls a CA certificate's hash. */
export function caCertHash(certificate: string): string {
  const publicKey = new X509Certificate(certificate).publicKey.export({ type: "spki", format: "der" });
  return `sha256:${createHash("sha256").update(publicKey).digest("hex")}`;
}

const placeholder = { certificate: "certificate", privateKey: "key" };

const placeholders: ControlPlaneSecrets = {
  caCertificate: "certificate",
  bootstrapToken: "aaaaaa.0000000000000000",
  ca: placeholder,
  frontProxyCa: placeholder,
  etcdCa: placeholder,
  serviceAccount: { privateKey: "key", publicKey: "key" },
  kubeVip: placeholder,
  encryptionKey: "key",
};

/** A generation may stand on either side, and its name holds what is computed here. */
const nowhere = { name: "cluster", virtualIp: "virtual address of the API" };
const publicAddress = "public address of the API";

/**
 * User data of each kind of machine (`<pool>/<founder, control-plane or worker>`), with fixed words in place of
 * secrets, names and addresses: what a generation is computed from. One worker more changes nothing here; one
 * control plane more does, as the others are told of it.
 */
export function userDataSkeletons(
  spec: Omit<ClusterSpec, "name" | "virtualIp">,
  machines: readonly PlannedMachine[],
): Record<string, string> {
  const nameless = machines.map((machine) => ({ ...machine, name: machine.key, address: `address of ${machine.key}` }));
  const reached = spec.publicAddress === undefined ? {} : { publicAddress };
  const skeletons: Record<string, string> = {};
  for (const machine of nameless) {
    const kind = `${machine.pool}/${bootRole(machine, nameless)}`;
    skeletons[kind] ??= userData(machine, { ...spec, ...nowhere, ...reached }, placeholders, nameless);
  }
  return skeletons;
}
