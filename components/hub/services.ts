import type * as k8s from "@pulumi/kubernetes";
import { labels, ports, selector } from "./names";
import type { HubSpec } from "./types";

/** The hub for the proxy, users' servers and the culler. */
export function hubService({ namespace }: HubSpec): k8s.core.v1.ServiceArgs {
  return {
    metadata: { name: "hub", namespace, labels: labels("hub") },
    spec: {
      type: "ClusterIP",
      selector: selector("hub"),
      ports: [{ name: "http", port: ports.hub, targetPort: ports.hub }],
    },
  };
}

/** The proxy's routes for the hub. */
export function proxyApiService({ namespace }: HubSpec): k8s.core.v1.ServiceArgs {
  return {
    metadata: { name: "proxy-api", namespace, labels: labels("proxy") },
    spec: {
      type: "ClusterIP",
      selector: selector("proxy"),
      ports: [{ name: "api", port: ports.proxyApi, targetPort: ports.proxyApi }],
    },
  };
}

/**
 * The service as users reach it. Its address is not here: the handover notes it, as an annotation by which kube-vip
 * announces it, on the generation that serves and on no other.
 */
export function publicService({ namespace }: HubSpec): k8s.core.v1.ServiceArgs {
  return {
    metadata: {
      name: "proxy-public",
      namespace,
      labels: labels("proxy"),
      // It has no address until the handover.
      annotations: { "pulumi.com/skipAwait": "true" },
    },
    spec: {
      type: "LoadBalancer",
      // The address is the way in; no machine opens a port of its own.
      allocateLoadBalancerNodePorts: false,
      selector: selector("proxy"),
      ports: [
        { name: "https", port: 443, targetPort: ports.https },
        { name: "http", port: 80, targetPort: ports.http },
      ],
    },
  };
}
