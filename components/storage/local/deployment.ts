import type * as k8s from "@pulumi/kubernetes";
import { confined, contentHash, leaveLostMachines } from "../../kubernetes/pods";
import { configName, images, labels, namespace, provisioner, provisionerName } from "./names";

const configPath = "/etc/config";

/** Runs nothing as root and keeps nothing; the helper pods do what needs root. */
export function provisionerDeployment(config: Record<string, string>): k8s.apps.v1.DeploymentArgs {
  const configHash = contentHash(config);
  return {
    metadata: { name: provisionerName, namespace, labels },
    spec: {
      replicas: 1,
      // Two provisioners would answer the same claim: it has no leader election.
      strategy: { type: "Recreate" },
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, annotations: { "dsaas/config": configHash } },
        spec: {
          serviceAccountName: provisionerName,
          automountServiceAccountToken: true,
          enableServiceLinks: false,
          priorityClassName: "system-cluster-critical",
          tolerations: leaveLostMachines,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 65534,
            runAsGroup: 65534,
            seccompProfile: { type: "RuntimeDefault" },
          },
          containers: [
            {
              name: provisionerName,
              image: images.provisioner,
              imagePullPolicy: "IfNotPresent",
              command: ["local-path-provisioner", "start", "--config", `${configPath}/config.json`],
              env: [
                { name: "POD_NAMESPACE", valueFrom: { fieldRef: { fieldPath: "metadata.namespace" } } },
                { name: "SERVICE_ACCOUNT_NAME", value: provisionerName },
                { name: "PROVISIONER_NAME", value: provisioner },
                { name: "CONFIG_MOUNT_PATH", value: configPath },
              ],
              resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { memory: "128Mi" } },
              securityContext: confined,
              volumeMounts: [{ name: "config", mountPath: configPath, readOnly: true }],
            },
          ],
          volumes: [{ name: "config", configMap: { name: configName } }],
        },
      },
    },
  };
}
