import { toYaml } from "../yaml";

/** Seconds that a node may be out of reach before its CoreDNS is started elsewhere. */
const tolerationSeconds = 30;

/**
 * kubeadm's patch of CoreDNS. Kubernetes places both of its pods on the first node that is Ready, so that the loss of
 * one machine takes the whole cluster's DNS with it for five minutes; here the second waits for a second node.
 */
export function coreDnsPatch(): string {
  const selector = { matchLabels: { "k8s-app": "kube-dns" } };
  const gone = ["not-ready", "unreachable"].map((condition) => ({
    key: `node.kubernetes.io/${condition}`,
    operator: "Exists",
    effect: "NoExecute",
    tolerationSeconds,
  }));
  return toYaml({
    spec: {
      template: {
        spec: {
          affinity: {
            podAntiAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: [
                { labelSelector: selector, topologyKey: "kubernetes.io/hostname" },
              ],
            },
          },
          // The list replaces kubeadm's, so its two come first.
          tolerations: [
            { key: "CriticalAddonsOnly", operator: "Exists" },
            { key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" },
            ...gone,
          ],
        },
      },
    },
  });
}
