import type { types } from "@pulumi/kubernetes";
import { images } from "../versions";

export const policiesNamespace = "kube-system";
export const policiesName = "kube-network-policies";

/** What kube-network-policies needs: to read pods, namespaces and NetworkPolicies. */
export const policiesRules: types.input.rbac.v1.PolicyRule[] = [
  { apiGroups: [""], resources: ["pods", "namespaces"], verbs: ["list", "watch"] },
  { apiGroups: ["networking.k8s.io"], resources: ["networkpolicies"], verbs: ["list", "watch"] },
];

/**
 * kube-network-policies on every node: the first packet of each connection to or from a pod that a NetworkPolicy selects
 * goes through its queue. While it is down such packets are dropped, not let through (its default, --fail-open=false).
 */
export function policiesDaemonSet(virtualIp: string): types.input.apps.v1.DaemonSetSpec {
  const labels = { "app.kubernetes.io/name": policiesName };
  return {
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: {
        hostNetwork: true,
        priorityClassName: "system-node-critical",
        serviceAccountName: policiesName,
        nodeSelector: { "kubernetes.io/os": "linux" },
        tolerations: [{ operator: "Exists" }],
        containers: [
          {
            name: policiesName,
            image: images.networkPolicies,
            imagePullPolicy: "IfNotPresent",
            command: ["/bin/netpol"],
            args: [
              "--hostname-override=$(NODE_NAME)",
              "--nfqueue-id=98",
              "--metrics-bind-address=127.0.0.1:9080",
              "--v=1",
            ],
            env: [
              { name: "NODE_NAME", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } },
              { name: "KUBERNETES_SERVICE_HOST", value: virtualIp },
              { name: "KUBERNETES_SERVICE_PORT", value: "6443" },
            ],
            resources: { requests: { cpu: "20m", memory: "50Mi" } },
            securityContext: { privileged: false, capabilities: { drop: ["ALL"], add: ["NET_ADMIN"] } },
          },
        ],
      },
    },
  };
}
