import type { types } from "@pulumi/kubernetes";
import { coreDnsImage } from "../versions";

/** Namespace and Service of the cluster's DNS, which kubeadm makes. */
export const dnsNamespace = "kube-system";
export const dnsService = "kube-dns";
export const dnsName = "node-dns";

/**
 * CoreDNS on every node, behind kubeadm's Service and with kubeadm's configuration and account, so that a pod asks its own
 * node. kubeadm's own Deployment has two pods for all: the loss of either one's machine left every other look-up unanswered
 * until Kubernetes noticed, and nobody could log in for more than a minute, as the proxy did not find the hub.
 */
export function dnsDaemonSet(): types.input.apps.v1.DaemonSetSpec {
  const labels = { "app.kubernetes.io/name": dnsName };
  const port = (name: string, containerPort: number, protocol: string) => ({ name, containerPort, protocol });
  return {
    selector: { matchLabels: labels },
    updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "10%" } },
    template: {
      // The second label is what the Service selects.
      metadata: { labels: { ...labels, "k8s-app": "kube-dns" } },
      spec: {
        priorityClassName: "system-node-critical",
        serviceAccountName: "coredns",
        dnsPolicy: "Default",
        nodeSelector: { "kubernetes.io/os": "linux" },
        tolerations: [{ operator: "Exists" }],
        securityContext: { seccompProfile: { type: "RuntimeDefault" } },
        containers: [
          {
            name: "coredns",
            image: coreDnsImage,
            imagePullPolicy: "IfNotPresent",
            args: ["-conf", "/etc/coredns/Corefile"],
            ports: [port("dns", 53, "UDP"), port("dns-tcp", 53, "TCP")],
            readinessProbe: { httpGet: { path: "/ready", port: 8181 }, periodSeconds: 2 },
            livenessProbe: { httpGet: { path: "/health", port: 8080 }, initialDelaySeconds: 30, timeoutSeconds: 5 },
            resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { memory: "170Mi" } },
            securityContext: {
              allowPrivilegeEscalation: false,
              readOnlyRootFilesystem: true,
              capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] },
            },
            volumeMounts: [{ name: "config", mountPath: "/etc/coredns", readOnly: true }],
          },
        ],
        volumes: [{ name: "config", configMap: { name: "coredns" } }],
      },
    },
  };
}
