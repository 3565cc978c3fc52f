const reads = ["get", "list", "watch"];

/**
 * Who did what to which object; never its content. The cluster's own ceaseless reading and leases are left out, but for
 * what holds or makes credentials: whoever touches that is written down, the cluster's own parts too.
 */
export const auditPolicy = {
  apiVersion: "audit.k8s.io/v1",
  kind: "Policy",
  omitStages: ["RequestReceived"],
  rules: [
    { level: "None", nonResourceURLs: ["/healthz*", "/livez*", "/readyz*", "/version", "/openapi/*", "/metrics"] },
    { level: "None", resources: [{ group: "coordination.k8s.io", resources: ["leases"] }] },
    { level: "None", resources: [{ group: "", resources: ["events"] }, { group: "events.k8s.io" }] },
    { level: "Metadata", resources: [{ group: "", resources: ["secrets", "serviceaccounts/token"] }] },
    { level: "Metadata", resources: [{ group: "authentication.k8s.io" }, { group: "certificates.k8s.io" }] },
    { level: "None", verbs: reads, userGroups: ["system:nodes", "system:serviceaccounts:kube-system"] },
    {
      level: "None",
      verbs: reads,
      users: [
        "system:apiserver",
        "system:kube-controller-manager",
        "system:kube-scheduler",
        "system:kube-proxy",
        "dsaas:kube-vip",
      ],
    },
    { level: "None", users: ["system:apiserver"] },
    { level: "Metadata" },
  ],
};
