import type { types } from "@pulumi/kubernetes";
import type { PodNetwork } from "../types";
import { images } from "../versions";

export const flannelNamespace = "kube-flannel";
export const flannelName = "flannel";

/** flannel's own configuration, net-conf.json. */
export function flannelConfig({ podSubnet, backend }: PodNetwork): string {
  return JSON.stringify({ Network: podSubnet, EnableNFTables: false, Backend: { Type: backend } });
}

/** What flannel needs: to read nodes and their subnets, and to write its own node's annotations. */
export const flannelRules: types.input.rbac.v1.PolicyRule[] = [
  { apiGroups: [""], resources: ["nodes"], verbs: ["get", "list", "watch"] },
  { apiGroups: [""], resources: ["nodes/status"], verbs: ["patch"] },
];

/**
 * flannel on every node. It is what lets nodes become Ready, so it waits for nothing: it reaches the API at its virtual
 * address, not through a Service, and takes its node's name from the downward API rather than by reading pods.
 */
export function flannelDaemonSet(configHash: string, virtualIp: string): types.input.apps.v1.DaemonSetSpec {
  const labels = { "app.kubernetes.io/name": flannelName };
  return {
    selector: { matchLabels: labels },
    updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "100%" } },
    template: {
      metadata: { labels, annotations: { "dsaas/config": configHash } },
      spec: {
        hostNetwork: true,
        priorityClassName: "system-node-critical",
        serviceAccountName: flannelName,
        nodeSelector: { "kubernetes.io/os": "linux" },
        tolerations: [{ operator: "Exists" }],
        containers: [
          {
            name: flannelName,
            image: images.flannel,
            imagePullPolicy: "IfNotPresent",
            command: ["/opt/bin/flanneld"],
            args: ["--ip-masq", "--kube-subnet-mgr"],
            env: [
              { name: "NODE_NAME", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } },
              { name: "KUBERNETES_SERVICE_HOST", value: virtualIp },
              { name: "KUBERNETES_SERVICE_PORT", value: "6443" },
              { name: "EVENT_QUEUE_DEPTH", value: "5000" },
            ],
            resources: { requests: { cpu: "20m", memory: "50Mi" } },
            securityContext: { privileged: false, capabilities: { drop: ["ALL"], add: ["NET_ADMIN", "NET_RAW"] } },
            volumeMounts: [
              { name: "run", mountPath: "/run/flannel" },
              { name: "config", mountPath: "/etc/kube-flannel" },
              { name: "xtables-lock", mountPath: "/run/xtables.lock" },
            ],
          },
        ],
        volumes: [
          { name: "run", hostPath: { path: "/run/flannel", type: "DirectoryOrCreate" } },
          { name: "config", configMap: { name: flannelName } },
          { name: "xtables-lock", hostPath: { path: "/run/xtables.lock", type: "FileOrCreate" } },
        ],
      },
    },
  };
}
