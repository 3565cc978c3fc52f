import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { labels, paths, ports, secretKeys, selector, urls } from "./names";
import { coreContainer, corePod } from "./pods";
import type { HubSpec } from "./types";

/** Secret with the service's certificate, of Kubernetes' own type for it. */
export const tlsSecret = "proxy-tls";

/** Port of a URL as users type it. */
function publicPort(url: string): string {
  return new URL(url).port || "443";
}

/**
 * configurable-http-proxy, which ends TLS. What it does not know yet goes to the hub, which answers for it.
 *
 * @param secretsHash changes with its certificate and its token
 */
export function proxyDeployment(spec: HubSpec, secretsHash: pulumi.Input<string>): k8s.apps.v1.DeploymentArgs {
  const health = { path: "/_chp_healthz", port: ports.https, scheme: "HTTPS" };
  return {
    metadata: { name: "proxy", namespace: spec.namespace, labels: labels("proxy") },
    spec: {
      replicas: 1,
      // Routes live in its memory: the new one must be the only one that the hub talks to.
      strategy: { type: "Recreate" },
      selector: { matchLabels: selector("proxy") },
      template: {
        metadata: { labels: labels("proxy"), annotations: { "dsaas/secrets": secretsHash } },
        spec: {
          ...corePod(spec.namespace),
          containers: [
            {
              name: "proxy",
              image: spec.images.proxy,
              // The image's entry point reaps what this leaves behind.
              args: [
                "configurable-http-proxy",
                "--ip=0.0.0.0",
                `--port=${ports.https}`,
                `--ssl-cert=${paths.proxyTls}/tls.crt`,
                `--ssl-key=${paths.proxyTls}/tls.key`,
                `--redirect-port=${ports.http}`,
                `--redirect-to=${publicPort(spec.url)}`,
                "--api-ip=0.0.0.0",
                `--api-port=${ports.proxyApi}`,
                `--default-target=${urls.hub}`,
                `--error-target=${urls.hub}/hub/error`,
                "--log-level=warn",
              ],
              env: [
                {
                  name: "CONFIGPROXY_AUTH_TOKEN",
                  valueFrom: { secretKeyRef: { name: "hub", key: secretKeys.proxyToken } },
                },
              ],
              ports: [
                { name: "https", containerPort: ports.https },
                { name: "http", containerPort: ports.http },
                { name: "api", containerPort: ports.proxyApi },
              ],
              readinessProbe: { httpGet: health, periodSeconds: 2, timeoutSeconds: 3 },
              livenessProbe: { httpGet: health, periodSeconds: 10, failureThreshold: 6, timeoutSeconds: 5 },
              resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "1Gi" } },
              securityContext: coreContainer,
              volumeMounts: [
                { name: "tls", mountPath: paths.proxyTls, readOnly: true },
                { name: "tmp", mountPath: "/tmp" },
              ],
            },
          ],
          volumes: [
            { name: "tls", secret: { secretName: tlsSecret, defaultMode: 0o440 } },
            { name: "tmp", emptyDir: {} },
          ],
        },
      },
    },
  };
}
