import type { ClusterSpec, ControlPlaneSecrets } from "../types";
import { kubeconfig } from "../access/kubeconfig";
import { paths } from "../paths";
import { images } from "../versions";
import { toYaml } from "../yaml";
import { apiPort } from "./kubeadm";

/** The user that kube-vip's client certificate names. */
export const kubeVipUser = "dsaas:kube-vip";

/**
 * kube-vip as a static pod on every control plane: it holds the API's virtual address, unless a load balancer does, and
 * those of Services of type LoadBalancer. It speaks to its own machine's API server, under a name that is in every API server's certificate.
 */
export function kubeVipPod({ virtualIp, apiHolder, virtualIpLease: lease }: ClusterSpec): string {
  const settings: Record<string, string> = {
    vip_arp: "true",
    port: String(apiPort),
    address: virtualIp,
    vip_subnet: "32",
    dns_mode: "first",
    cp_enable: String(apiHolder === "control-plane"),
    cp_namespace: "kube-system",
    svc_enable: "true",
    svc_leasename: "plndr-svcs-lock",
    vip_leaderelection: "true",
    vip_leasename: "plndr-cp-lock",
    vip_leaseduration: String(lease.duration),
    vip_renewdeadline: String(lease.renewDeadline),
    vip_retryperiod: String(lease.retryPeriod),
    prometheus_server: "127.0.0.1:2112",
  };
  return toYaml({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "kube-vip", namespace: "kube-system", labels: { "app.kubernetes.io/name": "kube-vip" } },
    spec: {
      hostNetwork: true,
      hostAliases: [{ ip: "127.0.0.1", hostnames: ["kubernetes"] }],
      priorityClassName: "system-node-critical",
      containers: [
        {
          name: "kube-vip",
          image: images.kubeVip,
          imagePullPolicy: "IfNotPresent",
          args: ["manager"],
          env: [
            { name: "vip_nodename", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } },
            ...Object.entries(settings).map(([name, value]) => ({ name, value })),
          ],
          resources: { requests: { cpu: "10m", memory: "32Mi" } },
          securityContext: { capabilities: { drop: ["ALL"], add: ["NET_ADMIN", "NET_RAW"] } },
          // The only path of a kubeconfig that kube-vip's manager looks for; behind it is its own, not the administrator's.
          volumeMounts: [{ name: "kubeconfig", mountPath: "/etc/kubernetes/admin.conf", readOnly: true }],
        },
      ],
      volumes: [{ name: "kubeconfig", hostPath: { path: paths.kubeVipConfig, type: "File" } }],
    },
  });
}

/** kube-vip's own kubeconfig: it needs no administrator's rights, not even while the first machine founds the cluster. */
export function kubeVipKubeconfig({ caCertificate, kubeVip }: ControlPlaneSecrets): string {
  const server = `https://kubernetes:${apiPort}`;
  return kubeconfig({ cluster: "local", server, caCertificate, user: "kube-vip", credentials: kubeVip });
}

/** The least that kube-vip needs; applied by the machine that founds the cluster, before it starts kube-vip. */
export function kubeVipRbac(): string {
  const subjects = [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: kubeVipUser }];
  const apiVersion = "rbac.authorization.k8s.io/v1";
  const name = kubeVipUser;
  const roleRef = (kind: string) => ({ apiGroup: "rbac.authorization.k8s.io", kind, name });
  return toYaml(
    {
      apiVersion,
      kind: "ClusterRole",
      metadata: { name },
      rules: [
        { apiGroups: [""], resources: ["services"], verbs: ["get", "list", "watch", "update"] },
        { apiGroups: [""], resources: ["services/status"], verbs: ["update"] },
        { apiGroups: [""], resources: ["endpoints"], verbs: ["get", "list", "watch"] },
        { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["get", "list", "watch"] },
      ],
    },
    { apiVersion, kind: "ClusterRoleBinding", metadata: { name }, roleRef: roleRef("ClusterRole"), subjects },
    {
      apiVersion,
      kind: "Role",
      metadata: { name, namespace: "kube-system" },
      rules: [
        { apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["create"] },
        {
          apiGroups: ["coordination.k8s.io"],
          resources: ["leases"],
          resourceNames: ["plndr-cp-lock", "plndr-svcs-lock"],
          verbs: ["get", "update"],
        },
      ],
    },
    {
      apiVersion,
      kind: "RoleBinding",
      metadata: { name, namespace: "kube-system" },
      roleRef: roleRef("Role"),
      subjects,
    },
  );
}
