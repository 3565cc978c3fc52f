import type * as k8s from "@pulumi/kubernetes";
import { podSecurityLabels } from "../kubernetes/podSecurity";
import { labels, selector, type Part } from "./names";
import { priorityClassName } from "./pods";

/** The hub's namespace; everything in it, users' servers too, meets Pod Security's strictest level. */
export function hubNamespace(name: string): k8s.core.v1.NamespaceArgs {
  return {
    metadata: {
      name,
      labels: { "app.kubernetes.io/part-of": "dsaas", ...podSecurityLabels("restricted") },
    },
  };
}

export function corePriority(namespace: string): k8s.scheduling.v1.PriorityClassArgs {
  return {
    metadata: { name: priorityClassName(namespace), labels: { "app.kubernetes.io/part-of": "dsaas" } },
    value: 1_000_000,
    globalDefault: false,
    description: "The hub's own pods, which go before users' servers.",
  };
}

/** Draining a machine never takes the only pod unasked; one that is broken anyway never blocks it. */
export function disruptionBudget(namespace: string, part: Part): k8s.policy.v1.PodDisruptionBudgetArgs {
  return {
    metadata: { name: part, namespace, labels: labels(part) },
    spec: {
      minAvailable: 1,
      unhealthyPodEvictionPolicy: "AlwaysAllow",
      selector: { matchLabels: selector(part) },
    },
  };
}
