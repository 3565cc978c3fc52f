import { toYaml } from "../yaml";
import type { KeyPair } from "../types";

const base64 = (text: string) => Buffer.from(text).toString("base64");

/** What a kubeconfig of one cluster and one user is made of. */
export interface KubeconfigArgs {
  cluster: string;
  /** `https://host:port`. */
  server: string;
  /** PEM. */
  caCertificate: string;
  user: string;
  /** Left out for a user that is not known to the cluster. */
  credentials?: KeyPair;
}

/** A kubeconfig with everything inside it, so that it works from any machine. Holds the user's private key. */
export function kubeconfig({ cluster, server, caCertificate, user, credentials }: KubeconfigArgs): string {
  return toYaml({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: cluster, cluster: { server, "certificate-authority-data": base64(caCertificate) } }],
    users: [{ name: user, user: credentials === undefined ? {} : clientCertificate(credentials) }],
    contexts: [{ name: cluster, context: { cluster, user } }],
    "current-context": cluster,
  });
}

function clientCertificate({ certificate, privateKey }: KeyPair) {
  return { "client-certificate-data": base64(certificate), "client-key-data": base64(privateKey) };
}
