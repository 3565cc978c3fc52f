import { parse } from "yaml";
import { z } from "zod";
import type { ApiAccess } from "../../kubernetes/apiclient";
import { toYaml } from "../yaml";
import type { KeyPair } from "../types";

const base64 = (text: string) => Buffer.from(text).toString("base64");
const decoded = z.string().transform((text) => Buffer.from(text, "base64").toString());

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

const written = z.object({
  clusters: z.tuple([z.object({ cluster: z.object({ server: z.string(), "certificate-authority-data": decoded }) })]),
  users: z.tuple([z.object({ user: z.object({ "client-certificate-data": decoded, "client-key-data": decoded }) })]),
});

/**
 * The way to the API that a kubeconfig of ours describes; undefined where the text is none, e.g. a secret that this process
 * cannot decrypt.
 */
export function accessOf(text: string): ApiAccess | undefined {
  const read = written.safeParse(parse(text));
  if (!read.success) return undefined;
  const [{ cluster }] = read.data.clusters;
  const [{ user }] = read.data.users;
  return {
    endpoint: cluster.server,
    caCertificate: cluster["certificate-authority-data"],
    credentials: { certificate: user["client-certificate-data"], privateKey: user["client-key-data"] },
  };
}
