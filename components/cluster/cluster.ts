import { X509Certificate } from "node:crypto";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Machine } from "../machines/types";
import type { ApiAccess } from "../kubernetes/apiclient";
import { kubeconfig } from "./access/kubeconfig";
import { waitForApi, waitForNodes, type ReadyNode, type WaitOptions } from "./access/readiness";
import { caCertHash } from "./fingerprint";
import { PodNetwork } from "./network/podnetwork";
import type { ClusterIdentityOutputs, ClusterSpec } from "./types";
import { endpointOf } from "./userdata/kubeadm";
import { certificateWarning } from "./validity";

export interface ClusterArgs {
  identity: ClusterIdentityOutputs;
  spec: ClusterSpec;
  /** All of the cluster's machines, in the stack's order. */
  machines: Machine[];
  /** Seconds to wait, at most. @default `{ api: 900, nodes: 900 }` */
  timeouts?: { api?: number; nodes?: number };
}

/**
 * A Kubernetes cluster that its machines make of themselves from their user data. This component only waits for it,
 * hands out access to it, and gives it its pod network.
 *
 * A preview contacts nothing: what is only known from the running cluster stays as planned.
 */
export class Cluster extends pulumi.ComponentResource {
  /** `https://<address>:6443`, as operators reach it. */
  readonly endpoint: pulumi.Output<string>;
  /** The administrator's kubeconfig, secret; resolves when the API answers it. */
  readonly kubeconfig: pulumi.Output<string>;
  /** For everything that is deployed into the cluster; works from the moment the API answers. */
  readonly provider: k8s.Provider;
  /** Every machine as a Ready node; resolves when the last one is. */
  readonly nodes: pulumi.Output<ReadyNode[]>;

  constructor(name: string, args: ClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("dsaas:cluster:Cluster", name, {}, opts);
    const { identity, spec, machines, timeouts = {} } = args;
    const { access } = identity;

    this.warnOfEnd(identity);
    this.endpoint = pulumi.output(endpointOf(spec));
    this.kubeconfig = this.kubeconfigOnceReady(spec, access, machines, timeouts.api ?? 900);
    this.provider = this.kubernetesProvider(name, spec, identity);
    const network = new PodNetwork(`${name}-network`, spec, { parent: this, providers: { kubernetes: this.provider } });
    this.nodes = this.nodesOnceReady(spec, access, machines, network, timeouts.nodes ?? 900);
    this.registerOutputs({ endpoint: this.endpoint, kubeconfig: this.kubeconfig, nodes: this.nodes });
  }

  /** Long before, since nothing renews them but a new generation. */
  private warnOfEnd({ caCertificate }: ClusterIdentityOutputs): void {
    caCertificate.apply(async (certificate) => {
      const warning = certificateWarning(new Date(new X509Certificate(certificate).validTo), new Date());
      if (warning !== undefined) await pulumi.log.warn(warning, this);
    });
  }

  /** Gating the kubeconfig keeps the provider, and all that uses it, waiting until there is something to talk to. */
  private kubeconfigOnceReady(
    spec: ClusterSpec,
    access: pulumi.Output<ApiAccess>,
    machines: Machine[],
    timeout: number,
  ): pulumi.Output<string> {
    const founder = machines.find(({ role }) => role === "control-plane");
    // Without its workers a cluster is not worth deploying into: what Pulumi began there it would wait for, ten minutes for
    // a Deployment, after a worker could not be made. In a preview one worker more must not hide what becomes of all objects.
    const needed = pulumi.runtime.isDryRun() ? [founder?.id] : machines.map(({ id }) => id);
    return pulumi.secret(
      pulumi.all([access, pulumi.all(needed)]).apply(async ([known]) => {
        const { endpoint: server, caCertificate, credentials } = known;
        if (!pulumi.runtime.isDryRun()) await waitForApi(known, founder, this.waitOptions(timeout));
        return kubeconfig({ cluster: spec.name, server, caCertificate, user: "administrator", credentials });
      }),
    );
  }

  private kubernetesProvider(name: string, spec: ClusterSpec, identity: ClusterIdentityOutputs): k8s.Provider {
    const fingerprint = identity.caCertificate.apply((certificate) => caCertHash(certificate).slice(7, 23));
    return new k8s.Provider(
      name,
      {
        kubeconfig: this.kubeconfig,
        // Otherwise a new kubeconfig for the same cluster replaces every object in it (pulumi-kubernetes#1148, #4019).
        clusterIdentifier: pulumi.interpolate`${spec.name}-${fingerprint}`,
        // A cluster whose machines are gone must not stand in the way of its own removal (pulumi-kubernetes#2675).
        deleteUnreachable: true,
        // A run that was killed may have made objects that Pulumi's state does not know: creating them again must take
        // them over (pulumi-kubernetes#2926). Nobody else makes objects of these names in the stack's own cluster.
        upsertExistingObjects: true,
      },
      { parent: this },
    );
  }

  private nodesOnceReady(
    spec: ClusterSpec,
    access: pulumi.Output<ApiAccess>,
    machines: Machine[],
    network: PodNetwork,
    timeout: number,
  ): pulumi.Output<ReadyNode[]> {
    // The same as what is found later, so that a preview shows no change where there is none.
    const version = spec.kubernetesVersion;
    const planned = machines.map(({ name, role, address }) => ({ name, role, address, version }));
    const everything = pulumi.all([this.kubeconfig, network.urn, ...machines.map(({ id }) => id)]);
    const nodes = pulumi
      .all([access, everything])
      .apply(async ([known]) =>
        pulumi.runtime.isDryRun() ? planned : waitForNodes(known, machines, this.waitOptions(timeout)),
      );
    // Only the way to ask for them is secret.
    return pulumi.unsecret(nodes);
  }

  private waitOptions(timeout: number): WaitOptions {
    return { timeout, report: (message) => void pulumi.log.info(message, this, undefined, true) };
  }
}
