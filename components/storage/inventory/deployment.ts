import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { confined, contentHash, leaveLostMachines } from "../../kubernetes/pods";
import { handoverState } from "../../handover/names";
import { knownHomes, reattachmentReport } from "../../homes";
import { inventoryName, labels, namespace, paths } from "./names";

/** What the program is told; nothing secret. */
export interface InventorySettings {
  /** `<stack>-<generation>`. */
  cluster: string;
  /** The hub's namespace. */
  namespace: string;
  folder: string;
  heartbeatSeconds: number;
  knownHomes: string;
  /** ConfigMap with what re-attachment did. */
  reattachment: string;
  /** ConfigMap whose `state` tells whether this cluster may use the volumes. */
  handover: string;
  /** Left out where the driver is not Trident. */
  tridentNamespace?: string;
}

export function inventorySettings(
  cluster: string,
  hubNamespace: string,
  heartbeatSeconds: number,
  tridentNamespace: string | undefined,
): InventorySettings {
  return {
    cluster,
    namespace: hubNamespace,
    folder: paths.shelf,
    heartbeatSeconds,
    knownHomes,
    reattachment: reattachmentReport,
    handover: handoverState,
    ...(tridentNamespace === undefined ? {} : { tridentNamespace }),
  };
}

/** Claim of the folder that the inventory is written to. */
export function shelfClaim(storageClass: pulumi.Input<string>, volume?: string): k8s.core.v1.PersistentVolumeClaimArgs {
  return {
    metadata: {
      name: inventoryName,
      namespace,
      labels,
      // It is bound when the program's pod is scheduled, which comes after it.
      annotations: { "pulumi.com/skipAwait": "true" },
    },
    spec: {
      accessModes: [volume === undefined ? "ReadWriteOnce" : "ReadWriteMany"],
      storageClassName: storageClass,
      resources: { requests: { storage: "1Gi" } },
      ...(volume === undefined ? {} : { volumeName: volume }),
    },
  };
}

/** An export of the institution's that outlives every cluster, as a volume for the inventory. */
export function shelfVolume({ server, path }: { server: string; path: string }): k8s.core.v1.PersistentVolumeArgs {
  return {
    metadata: { name: `dsaas-${inventoryName}`, labels },
    spec: {
      storageClassName: "",
      capacity: { storage: "1Gi" },
      accessModes: ["ReadWriteMany"],
      persistentVolumeReclaimPolicy: "Retain",
      claimRef: { namespace, name: inventoryName },
      mountOptions: ["nfsvers=4.1", "hard"],
      nfs: { server, path },
    },
  };
}

/**
 * The program that keeps the inventory: one pod, as two would write over each other.
 * @param files its Python, by name
 */
export function inventoryDeployment(
  image: pulumi.Input<string>,
  files: Record<string, string>,
  settings: InventorySettings,
): k8s.apps.v1.DeploymentArgs {
  const hash = contentHash([files, settings]);
  return {
    metadata: {
      name: inventoryName,
      namespace,
      labels,
      // It is ready when its cluster serves, which the handover sees to.
      annotations: { "pulumi.com/skipAwait": "true" },
    },
    spec: {
      // How many there are, one or none, is the handover's to say (components/handover); one where nobody says.
      strategy: { type: "Recreate" },
      selector: { matchLabels: { "app.kubernetes.io/name": inventoryName } },
      template: {
        metadata: { labels, annotations: { "dsaas/config": hash } },
        spec: {
          serviceAccountName: inventoryName,
          automountServiceAccountToken: true,
          enableServiceLinks: false,
          priorityClassName: "system-cluster-critical",
          tolerations: leaveLostMachines,
          securityContext: {
            runAsNonRoot: true,
            // As users' servers, to which volumes' directories belong.
            runAsUser: 1000,
            runAsGroup: 100,
            fsGroup: 100,
            fsGroupChangePolicy: "OnRootMismatch",
            seccompProfile: { type: "RuntimeDefault" },
          },
          containers: [
            {
              name: inventoryName,
              image,
              imagePullPolicy: "IfNotPresent",
              args: ["python3", `${paths.python}/dsaas_inventory.py`],
              env: [
                { name: "PYTHONDONTWRITEBYTECODE", value: "1" },
                { name: "PYTHONUNBUFFERED", value: "1" },
              ],
              readinessProbe: { exec: { command: ["test", "-e", "/tmp/ready"] }, periodSeconds: 2 },
              resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { memory: "256Mi" } },
              securityContext: confined,
              volumeMounts: [
                { name: "shelf", mountPath: paths.shelf },
                { name: "tmp", mountPath: "/tmp" },
                { name: "python", mountPath: paths.python, readOnly: true },
                { name: "settings", mountPath: paths.settings, readOnly: true },
                { name: "key", mountPath: paths.key, readOnly: true },
              ],
            },
          ],
          volumes: [
            { name: "shelf", persistentVolumeClaim: { claimName: inventoryName } },
            { name: "tmp", emptyDir: {} },
            { name: "python", configMap: { name: `${inventoryName}-python` } },
            { name: "settings", configMap: { name: `${inventoryName}-settings` } },
            { name: "key", secret: { secretName: `${inventoryName}-key`, defaultMode: 0o440 } },
          ],
        },
      },
    },
  };
}

/** Nobody connects to it; it reaches DNS and the API, on the control planes. */
export function inventoryPolicy(): k8s.networking.v1.NetworkPolicyArgs {
  return {
    metadata: { name: inventoryName, namespace, labels },
    spec: { podSelector: { matchLabels: { "app.kubernetes.io/name": inventoryName } }, policyTypes: ["Ingress"] },
  };
}
