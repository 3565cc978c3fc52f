import { parse } from "yaml";
import type { ApiAccess } from "../components/kubernetes/apiclient";

interface Kubeconfig {
  clusters: [{ cluster: { server: string; "certificate-authority-data": string } }];
  users: [{ user: { "client-certificate-data": string; "client-key-data": string } }];
}

const text = (base64: string) => Buffer.from(base64, "base64").toString();

/** The way to a cluster that the stack's own kubeconfig describes. */
export function clusterAccess(kubeconfig: string): ApiAccess {
  const { clusters, users } = parse(kubeconfig) as Kubeconfig;
  const [{ cluster }] = clusters;
  const [{ user }] = users;
  return {
    endpoint: cluster.server,
    caCertificate: text(cluster["certificate-authority-data"]),
    credentials: { certificate: text(user["client-certificate-data"]), privateKey: text(user["client-key-data"]) },
  };
}
