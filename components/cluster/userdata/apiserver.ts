import { paths } from "../paths";
import type { ControlPlaneSecrets } from "../types";
import { toYaml } from "../yaml";
import { admissionConfiguration, admissionPlugins } from "./admission";
import { auditPolicy } from "./audit";
import { authenticationConfiguration } from "./authentication";
import type { StagedFile } from "./cloudconfig";
import { cipherSuites, minimumTls } from "./tls";

const inFolder = (name: string) => `${paths.apiServer}/${name}.yaml`;
const files = {
  admission: inFolder("admission"),
  authentication: inFolder("authentication"),
  auditPolicy: inFolder("audit-policy"),
  encryption: inFolder("encryption"),
};

/**
 * The API server's part of ClusterConfiguration. docs/security.md goes through the CIS benchmark's items one by one, also
 * those that kubeadm sets and those that are left.
 */
export function apiServerSettings() {
  const values: Record<string, string> = {
    "admission-control-config-file": files.admission,
    "authentication-config": files.authentication,
    "audit-policy-file": files.auditPolicy,
    "audit-log-path": `${paths.auditLog}/audit.log`,
    "audit-log-maxage": "30",
    "audit-log-maxbackup": "10",
    "audit-log-maxsize": "100",
    "enable-admission-plugins": admissionPlugins.join(","),
    "encryption-provider-config": files.encryption,
    profiling: "false",
    // Otherwise a pod's token is good for a year, not for the hour that it says; every client here reads it anew.
    "service-account-extend-token-expiration": "false",
    "tls-cipher-suites": cipherSuites.join(","),
    "tls-min-version": minimumTls,
  };
  return {
    extraArgs: Object.entries(values).map(([name, value]) => ({ name, value })),
    extraVolumes: [
      { name: "dsaas", hostPath: paths.apiServer, mountPath: paths.apiServer, readOnly: true, pathType: "Directory" },
      { name: "audit-log", hostPath: paths.auditLog, mountPath: paths.auditLog, pathType: "DirectoryOrCreate" },
    ],
  };
}

/** Files that the API server reads; the last holds the key that encrypts Secrets in etcd. */
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
  const contents: [string, object][] = [
    [files.admission, admissionConfiguration],
    [files.authentication, authenticationConfiguration],
    [files.auditPolicy, auditPolicy],
    [files.encryption, encryption],
  ];
  return contents.map(([path, content]) => ({ path, mode: "0600", content: toYaml(content) }));
}
