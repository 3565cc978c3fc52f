import type * as k8s from "@pulumi/kubernetes";
import { confined } from "../../../kubernetes/pods";
import { podSecurityLabels } from "../../../kubernetes/podSecurity";
import { images, labels, namespace, operatorLabels, operatorName } from "../names";
import type { TridentOperator } from "../types";

/** Trident's node pods mount paths of the machine, which Pod Security's stricter levels refuse. */
export function tridentNamespace(): k8s.core.v1.NamespaceArgs {
  return { metadata: { name: namespace, labels: { ...labels, ...podSecurityLabels("privileged") } } };
}

export function operatorAccount(): k8s.core.v1.ServiceAccountArgs {
  return { metadata: { name: operatorName, namespace, labels: operatorLabels }, automountServiceAccountToken: false };
}

export function operatorBinding(): k8s.rbac.v1.ClusterRoleBindingArgs {
  return {
    metadata: { name: operatorName, labels: operatorLabels },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: operatorName },
    subjects: [{ kind: "ServiceAccount", name: operatorName, namespace }],
  };
}

/** The operator: it installs and repairs Trident from the TridentOrchestrator, and does nothing else. */
export function operatorDeployment(operator: TridentOperator): k8s.apps.v1.DeploymentArgs {
  return {
    metadata: { name: operatorName, namespace, labels: operatorLabels },
    spec: {
      replicas: 1,
      // Two of them would install against each other: it has no leader election.
      strategy: { type: "Recreate" },
      selector: { matchLabels: { app: operatorLabels.app, name: operatorLabels.name } },
      template: {
        metadata: { labels: operatorLabels },
        spec: {
          serviceAccountName: operatorName,
          automountServiceAccountToken: true,
          enableServiceLinks: false,
          priorityClassName: "system-cluster-critical",
          securityContext: { seccompProfile: { type: "RuntimeDefault" } },
          containers: [
            {
              name: operatorName,
              image: images(operator).operator,
              imagePullPolicy: "IfNotPresent",
              command: ["/trident-operator"],
              // It asks the API server for its own pod and Deployment by these.
              env: [
                { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
                { name: "OPERATOR_NAME", value: operatorName },
              ],
              resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { memory: "512Mi" } },
              securityContext: confined,
            },
          ],
        },
      },
    },
  };
}
