/** The only requests that are answered without credentials; each is matched whole. */
const anonymousPaths = [
  // Kubelet's probes of the API server, and the founder's question whether its cluster is there already.
  "/livez",
  "/readyz",
  "/healthz",
  // The cluster's address and CA, which a machine reads before it can know anybody.
  "/api/v1/namespaces/kube-public/configmaps/cluster-info",
];

/** Who the API server believes a request to be from, beyond certificates and tokens. */
export const authenticationConfiguration = {
  apiVersion: "apiserver.config.k8s.io/v1",
  kind: "AuthenticationConfiguration",
  anonymous: { enabled: true, conditions: anonymousPaths.map((path) => ({ path })) },
};
