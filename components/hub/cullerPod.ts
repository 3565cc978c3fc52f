import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { labels, secretKeys, selector, urls } from "./names";
import { coreContainer, corePod } from "./pods";
import type { HubSpec } from "./types";

/**
 * Stops idle servers through the hub's API. A Deployment of its own: as a service run by the hub it would keep the
 * hub from stopping for half a minute.
 *
 * @param secretsHash changes with its token
 */
export function cullerDeployment(spec: HubSpec, secretsHash: pulumi.Input<string>): k8s.apps.v1.DeploymentArgs {
  const { idleAfter, checkEvery, maxAge } = spec.culling;
  return {
    metadata: { name: "idle-culler", namespace: spec.namespace, labels: labels("idle-culler") },
    spec: {
      replicas: 1,
      strategy: { type: "Recreate" },
      selector: { matchLabels: selector("idle-culler") },
      template: {
        metadata: { labels: labels("idle-culler"), annotations: { "dsaas/secrets": secretsHash } },
        spec: {
          ...corePod(spec.namespace),
          containers: [
            {
              name: "idle-culler",
              image: spec.images.hub,
              // The image's entry point reaps what this leaves behind.
              args: [
                "jupyterhub-idle-culler",
                `--url=${urls.hub}/hub/api`,
                `--timeout=${idleAfter}`,
                `--cull-every=${checkEvery}`,
                `--max-age=${maxAge}`,
                "--concurrency=10",
              ],
              workingDir: "/tmp",
              env: [
                {
                  name: "JUPYTERHUB_API_TOKEN",
                  valueFrom: { secretKeyRef: { name: "hub", key: secretKeys.cullerToken } },
                },
                { name: "PYTHONDONTWRITEBYTECODE", value: "1" },
                { name: "PYTHONUNBUFFERED", value: "1" },
              ],
              resources: { requests: { cpu: "10m", memory: "48Mi" }, limits: { memory: "256Mi" } },
              securityContext: coreContainer,
              volumeMounts: [{ name: "tmp", mountPath: "/tmp" }],
            },
          ],
          volumes: [{ name: "tmp", emptyDir: {} }],
        },
      },
    },
  };
}
