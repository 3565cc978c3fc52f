import { paths } from "../paths";
import type { ControlPlaneSecrets } from "../types";
import { toYaml } from "../yaml";
import type { StagedFile } from "./cloudconfig";

const auditPolicyPath = `${paths.apiServer}/audit-policy.yaml`;
const encryptionPath = `${paths.apiServer}/encryption.yaml`;

/** The API server's part of ClusterConfiguration: audit log, Secrets encrypted in etcd, no profiling, TLS 1.2 at least. */
export function apiServerSettings() {
  const values: Record<string, string> = {
    "audit-policy-file": auditPolicyPath,
    "audit-log-path": `${paths.auditLog}/audit.log`,
    "audit-log-maxage": "30",
    "audit-log-maxbackup": "5",
    "audit-log-maxsize": "50",
    "encryption-provider-config": encryptionPath,
    profiling: "false",
    "tls-min-version": "VersionTLS12",
  };
  return {
    extraArgs: Object.entries(values).map(([name, value]) => ({ name, value })),
    extraVolumes: [
      { name: "dsaas", hostPath: paths.apiServer, mountPath: paths.apiServer, readOnly: true, pathType: "Directory" },
      { name: "audit-log", hostPath: paths.auditLog, mountPath: paths.auditLog, pathType: "DirectoryOrCreate" },
    ],
  };
}

const reads = ["get", "list", "watch"];

/** Who did what to which object; never its content. The cluster's own ceaseless reading and leases are left out. */
const auditPolicy = {
  apiVersion: "audit.k8s.io/v1",
  kind: "Policy",
  omitStages: ["RequestReceived"],
  rules: [
    { level: "None", nonResourceURLs: ["/healthz*", "/livez*", "/readyz*", "/version", "/openapi/*", "/metrics"] },
    { level: "None", resources: [{ group: "coordination.k8s.io", resources: ["leases"] }] },
    { level: "None", resources: [{ group: "", resources: ["events"] }, { group: "events.k8s.io" }] },
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

/** Files that the API server reads; the second holds the key that encrypts Secrets in etcd. */
export function apiServerFiles({ encryptionKey }: ControlPlaneSecrets): StagedFile[] {
  const encryption = {
    apiVersion: "apiserver.config.k8s.io/v1",
    kind: "EncryptionConfiguration",
    resources: [
      {
        resources: ["secrets"],
        providers: [{ secretbox: { keys: [{ name: "key1", secret: encryptionKey }] } }, { identity: {} }],
      },
    ],
  };
  return [
    { path: auditPolicyPath, mode: "0600", content: toYaml(auditPolicy) },
    { path: encryptionPath, mode: "0600", content: toYaml(encryption) },
  ];
}
