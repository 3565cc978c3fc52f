import { createHash } from "node:crypto";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { podSecurityLabels } from "../../kubernetes/podSecurity";
import type { ClusterSpec } from "../types";
import { dnsDaemonSet, dnsName, dnsNamespace, dnsService } from "./dns";
import { flannelConfig, flannelDaemonSet, flannelName, flannelNamespace, flannelRules } from "./flannel";
import { policiesDaemonSet, policiesName, policiesNamespace, policiesRules } from "./policies";

/** Machines join while the agents roll out, so that their number is only known at the end; nodes' readiness is waited for instead. */
const skipAwait = { "pulumi.com/skipAwait": "true" };

/**
 * The pod network: flannel carries packets between machines, kube-network-policies enforces NetworkPolicies, and each
 * node has a CoreDNS of its own.
 */
export class PodNetwork extends pulumi.ComponentResource {
  constructor(name: string, spec: ClusterSpec, opts: pulumi.ComponentResourceOptions) {
    super("dsaas:cluster:PodNetwork", name, {}, opts);
    this.flannel(`${name}-flannel`, spec);
    this.policies(`${name}-policies`, spec);
    this.dns(`${name}-dns`);
    this.registerOutputs({});
  }

  private flannel(name: string, { network, virtualIp }: ClusterSpec): void {
    const child = { parent: this };
    const namespace = new k8s.core.v1.Namespace(
      name,
      {
        metadata: {
          name: flannelNamespace,
          // It configures its node's own network, which the stricter levels forbid.
          labels: podSecurityLabels("privileged"),
        },
      },
      child,
    ).metadata.name;
    const account = this.account(name, flannelName, namespace, flannelRules);
    const config = flannelConfig(network);
    const configMap = new k8s.core.v1.ConfigMap(
      name,
      { metadata: { name: flannelName, namespace }, data: { "net-conf.json": config } },
      child,
    );
    const configHash = createHash("sha256").update(config).digest("hex").slice(0, 16);
    new k8s.apps.v1.DaemonSet(
      name,
      {
        metadata: { name: flannelName, namespace, annotations: skipAwait },
        spec: flannelDaemonSet(configHash, virtualIp),
      },
      { ...child, dependsOn: [configMap, ...account] },
    );
  }

  private policies(name: string, { virtualIp }: ClusterSpec): void {
    const account = this.account(name, policiesName, policiesNamespace, policiesRules);
    new k8s.apps.v1.DaemonSet(
      name,
      {
        metadata: { name: policiesName, namespace: policiesNamespace, annotations: skipAwait },
        spec: policiesDaemonSet(virtualIp),
      },
      { parent: this, dependsOn: account },
    );
  }

  private dns(name: string): void {
    const child = { parent: this };
    const daemonSet = new k8s.apps.v1.DaemonSet(
      name,
      { metadata: { name: dnsName, namespace: dnsNamespace, annotations: skipAwait }, spec: dnsDaemonSet() },
      child,
    );
    // kubeadm owns the Service, so only these fields of it are the stack's.
    new k8s.core.v1.ServicePatch(
      name,
      {
        metadata: {
          name: dnsService,
          namespace: dnsNamespace,
          annotations: { "pulumi.com/patchForce": "true", ...skipAwait },
        },
        // To the pod's own node while that one's CoreDNS is ready, else to any.
        spec: { trafficDistribution: "PreferSameNode" },
      },
      { ...child, dependsOn: [daemonSet] },
    );
  }

  /** A service account with exactly these rights in the whole cluster. */
  private account(
    resource: string,
    name: string,
    namespace: pulumi.Input<string>,
    rules: k8s.types.input.rbac.v1.PolicyRule[],
  ): pulumi.Resource[] {
    const child = { parent: this };
    const roleName = `dsaas:${name}`;
    const account = new k8s.core.v1.ServiceAccount(resource, { metadata: { name, namespace } }, child);
    const role = new k8s.rbac.v1.ClusterRole(resource, { metadata: { name: roleName }, rules }, child);
    const binding = new k8s.rbac.v1.ClusterRoleBinding(
      resource,
      {
        metadata: { name: roleName },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: roleName },
        subjects: [{ kind: "ServiceAccount", name, namespace }],
      },
      child,
    );
    return [account, role, binding];
  }
}
