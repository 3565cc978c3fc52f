import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Folder } from "./folders";
import { backupContainer, backupVolumes } from "./backupContainer";
import { databaseClaim } from "./database";
import { labels, paths, ports, selector } from "./names";
import { coreContainer, corePod } from "./pods";
import type { HubSpec } from "./types";

/** ConfigMaps and the Secret that become folders of `paths.base`. */
export const hubFolders: Record<Folder, string> = {
  python: "hub-python",
  templates: "hub-templates",
  settings: "hub-settings",
  branding: "hub-branding",
};

/** Where Kubernetes' client libraries look for the account's token. */
const apiAccess = "/var/run/secrets/kubernetes.io/serviceaccount";

/** What Kubernetes mounts by itself into all containers of a pod, as a volume that one of them has. */
const apiAccessVolume = {
  name: "api-access",
  projected: {
    defaultMode: 0o440,
    sources: [
      { serviceAccountToken: { path: "token", expirationSeconds: 3600 } },
      { configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] } },
      { downwardAPI: { items: [{ path: "namespace", fieldRef: { fieldPath: "metadata.namespace" } }] } },
    ],
  },
};

/** @param configHash changes with all that the hub reads when it starts */
export function hubDeployment(spec: HubSpec, configHash: pulumi.Input<string>): k8s.apps.v1.DeploymentArgs {
  const health = { path: "/hub/health", port: ports.hub };
  return {
    metadata: {
      name: "hub",
      namespace: spec.namespace,
      labels: labels("hub"),
      // Its pod waits for claims that the handover makes; that is what waits for the hub, too.
      annotations: { "pulumi.com/skipAwait": "true" },
    },
    spec: {
      // How many there are, one or none, is the handover's to say (components/handover); one where nobody says.
      // Two hubs would write to one database.
      strategy: { type: "Recreate" },
      selector: { matchLabels: selector("hub") },
      template: {
        metadata: { labels: labels("hub"), annotations: { "dsaas/config": configHash } },
        spec: {
          ...corePod(spec.namespace),
          serviceAccountName: "hub",
          containers: [
            {
              name: "hub",
              image: spec.images.hub,
              // The image's entry point reaps what this leaves behind.
              args: ["python3", paths.start, "jupyterhub", "--config", paths.config],
              workingDir: paths.state,
              env: [
                { name: "PYTHONDONTWRITEBYTECODE", value: "1" },
                { name: "PYTHONUNBUFFERED", value: "1" },
              ],
              ports: [{ name: "http", containerPort: ports.hub }],
              startupProbe: { httpGet: health, periodSeconds: 2, failureThreshold: 90, timeoutSeconds: 3 },
              readinessProbe: { httpGet: health, periodSeconds: 5, timeoutSeconds: 3 },
              livenessProbe: { httpGet: health, periodSeconds: 10, failureThreshold: 12, timeoutSeconds: 5 },
              resources: { requests: { cpu: "100m", memory: "256Mi" }, limits: { memory: "2Gi" } },
              securityContext: coreContainer,
              volumeMounts: [
                { name: "state", mountPath: paths.state },
                { name: "tmp", mountPath: "/tmp" },
                { name: "backup", mountPath: paths.backup, readOnly: true },
                { name: "api-access", mountPath: apiAccess, readOnly: true },
                { name: "secrets", mountPath: `${paths.base}/secrets`, readOnly: true },
                ...Object.keys(hubFolders).map((folder) => ({
                  name: folder,
                  mountPath: `${paths.base}/${folder}`,
                  readOnly: true,
                })),
              ],
            },
            backupContainer(spec),
          ],
          volumes: [
            spec.database.kind === "volume"
              ? { name: "state", persistentVolumeClaim: { claimName: databaseClaim } }
              : { name: "state", emptyDir: {} },
            ...backupVolumes(spec),
            apiAccessVolume,
            { name: "tmp", emptyDir: {} },
            { name: "secrets", secret: { secretName: "hub", defaultMode: 0o440 } },
            ...Object.entries(hubFolders).map(([folder, name]) => ({ name: folder, configMap: { name } })),
          ],
        },
      },
    },
  };
}
