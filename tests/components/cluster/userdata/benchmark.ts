import { cipherSuites } from "../../../../components/cluster/userdata/tls";

/** Programs that the benchmark goes through. Kubelet's settings are configuration keys, all others' are flags. */
export type Program = "kube-apiserver" | "kube-controller-manager" | "kube-scheduler" | "etcd" | "kubelet";

/** One setting that the CIS Kubernetes Benchmark 1.12 asks for, which is the one for Kubernetes 1.32 to 1.34. */
export interface Setting {
  /** The items that it answers. */
  ids: string[];
  program: Program;
  /** Flag without dashes, or a configuration key's path, e.g. `authentication.anonymous.enabled`. */
  name: string;
  /** Value as text, lists with commas; undefined: it must not be given, as its default is what is asked for. */
  value: string | undefined;
  /** Who gives it: the user data, or kubeadm unless it is told otherwise. */
  by: "user data" | "kubeadm";
}

const pki = "/etc/kubernetes/pki";
const suites = cipherSuites.join(",");

const settings = (program: Program, by: Setting["by"], list: [string[], string, string | undefined][]): Setting[] =>
  list.map(([ids, name, value]) => ({ ids, program, name, value, by }));

/** What is set, and what must stay unset. docs/security.md lists the same, and says why the rest is left. */
export const benchmark: Setting[] = [
  ...settings("kube-apiserver", "user data", [
    [["1.2.1"], "authentication-config", "/etc/dsaas/apiserver/authentication.yaml"],
    [["1.2.3", "1.2.9", "1.2.14"], "enable-admission-plugins", "NodeRestriction,DenyServiceExternalIPs,EventRateLimit"],
    [["1.2.9"], "admission-control-config-file", "/etc/dsaas/apiserver/admission.yaml"],
    [["1.2.15"], "profiling", "false"],
    [["1.2.16"], "audit-log-path", "/var/log/kubernetes/audit/audit.log"],
    [["1.2.17"], "audit-log-maxage", "30"],
    [["1.2.18"], "audit-log-maxbackup", "10"],
    [["1.2.19"], "audit-log-maxsize", "100"],
    [["1.2.27", "1.2.28"], "encryption-provider-config", "/etc/dsaas/apiserver/encryption.yaml"],
    [["1.2.29"], "tls-cipher-suites", suites],
    [["1.2.29"], "tls-min-version", "VersionTLS12"],
    [["1.2.30"], "service-account-extend-token-expiration", "false"],
    [["3.2.1", "3.2.2"], "audit-policy-file", "/etc/dsaas/apiserver/audit-policy.yaml"],
  ]),
  ...settings("kube-apiserver", "kubeadm", [
    [["1.2.1"], "anonymous-auth", undefined],
    [["1.2.2"], "token-auth-file", undefined],
    [["1.2.4"], "kubelet-client-certificate", `${pki}/apiserver-kubelet-client.crt`],
    [["1.2.4"], "kubelet-client-key", `${pki}/apiserver-kubelet-client.key`],
    [["1.2.6", "1.2.7", "1.2.8"], "authorization-mode", "Node,RBAC"],
    [["1.2.10", "1.2.12", "1.2.13"], "disable-admission-plugins", undefined],
    [["1.2.20"], "request-timeout", undefined],
    [["1.2.21"], "service-account-lookup", undefined],
    [["1.2.22"], "service-account-key-file", `${pki}/sa.pub`],
    [["1.2.23"], "etcd-certfile", `${pki}/apiserver-etcd-client.crt`],
    [["1.2.23"], "etcd-keyfile", `${pki}/apiserver-etcd-client.key`],
    [["1.2.24"], "tls-cert-file", `${pki}/apiserver.crt`],
    [["1.2.24"], "tls-private-key-file", `${pki}/apiserver.key`],
    [["1.2.25"], "client-ca-file", `${pki}/ca.crt`],
    [["1.2.26"], "etcd-cafile", `${pki}/etcd/ca.crt`],
  ]),
  ...settings("kube-controller-manager", "user data", [
    [["1.3.1"], "terminated-pod-gc-threshold", "1000"],
    [["1.3.2"], "profiling", "false"],
  ]),
  ...settings("kube-controller-manager", "kubeadm", [
    [["1.3.3"], "use-service-account-credentials", "true"],
    [["1.3.4"], "service-account-private-key-file", `${pki}/sa.key`],
    [["1.3.5"], "root-ca-file", `${pki}/ca.crt`],
    [["1.3.6"], "feature-gates", undefined],
    [["1.3.7"], "bind-address", "127.0.0.1"],
  ]),
  ...settings("kube-scheduler", "user data", [[["1.4.1"], "profiling", "false"]]),
  ...settings("kube-scheduler", "kubeadm", [[["1.4.2"], "bind-address", "127.0.0.1"]]),
  ...settings("etcd", "user data", [
    [["1.2.29"], "cipher-suites", suites],
    [["1.2.29"], "tls-min-version", "TLS1.2"],
  ]),
  ...settings("etcd", "kubeadm", [
    [["2.1"], "cert-file", `${pki}/etcd/server.crt`],
    [["2.1"], "key-file", `${pki}/etcd/server.key`],
    [["2.2"], "client-cert-auth", "true"],
    [["2.3"], "auto-tls", undefined],
    [["2.4"], "peer-cert-file", `${pki}/etcd/peer.crt`],
    [["2.4"], "peer-key-file", `${pki}/etcd/peer.key`],
    [["2.5"], "peer-client-cert-auth", "true"],
    [["2.6"], "peer-auto-tls", undefined],
    [["2.7"], "trusted-ca-file", `${pki}/etcd/ca.crt`],
  ]),
  ...settings("kubelet", "user data", [
    [["4.2.1"], "authentication.anonymous.enabled", "false"],
    [["4.2.2"], "authentication.webhook.enabled", "true"],
    [["4.2.2"], "authorization.mode", "Webhook"],
    [["4.2.4"], "readOnlyPort", "0"],
    [["4.2.5"], "streamingConnectionIdleTimeout", "30m0s"],
    [["4.2.6"], "makeIPTablesUtilChains", "true"],
    [["4.2.10"], "rotateCertificates", "true"],
    [["4.2.12"], "tlsCipherSuites", suites],
    [["4.2.12"], "tlsMinVersion", "VersionTLS12"],
    [["4.2.13"], "podPidsLimit", "4096"],
    [["4.2.14"], "seccompDefault", "true"],
  ]),
  ...settings("kubelet", "kubeadm", [[["4.2.3"], "authentication.x509.clientCAFile", `${pki}/ca.crt`]]),
];

/** Files that the benchmark's sections 1.1 and 4.1 look at: the loosest mode that each may have, in octal. All are root's. */
export interface GuardedPath {
  ids: string[];
  path: string;
  mode: number;
  role: "control-plane" | "any";
}

const guarded = (role: GuardedPath["role"], list: [string[], string, number][]): GuardedPath[] =>
  list.map(([ids, path, mode]) => ({ ids, path, mode, role }));

export const guardedPaths: GuardedPath[] = [
  ...guarded("control-plane", [
    [["1.1.1", "1.1.2"], "/etc/kubernetes/manifests/kube-apiserver.yaml", 0o600],
    [["1.1.3", "1.1.4"], "/etc/kubernetes/manifests/kube-controller-manager.yaml", 0o600],
    [["1.1.5", "1.1.6"], "/etc/kubernetes/manifests/kube-scheduler.yaml", 0o600],
    [["1.1.7", "1.1.8"], "/etc/kubernetes/manifests/etcd.yaml", 0o600],
    [["1.1.11"], "/var/lib/etcd", 0o700],
    [["1.1.13", "1.1.14"], "/etc/kubernetes/admin.conf", 0o600],
    [["1.1.15", "1.1.16"], "/etc/kubernetes/scheduler.conf", 0o600],
    [["1.1.17", "1.1.18"], "/etc/kubernetes/controller-manager.conf", 0o600],
    [["1.1.19", "1.1.20"], `${pki}/apiserver.crt`, 0o644],
    [["1.1.19", "1.1.21"], `${pki}/ca.key`, 0o600],
    [["1.1.19", "1.1.21"], `${pki}/sa.key`, 0o600],
    [["1.1.19", "1.1.21"], `${pki}/etcd/ca.key`, 0o600],
  ]),
  ...guarded("any", [
    [["1.1.9", "1.1.10"], "/etc/cni/net.d/10-dsaas.conflist", 0o600],
    [["4.1.5", "4.1.6"], "/etc/kubernetes/kubelet.conf", 0o600],
    [["4.1.7", "4.1.8"], `${pki}/ca.crt`, 0o644],
    [["4.1.9", "4.1.10"], "/var/lib/kubelet/config.yaml", 0o600],
  ]),
];
