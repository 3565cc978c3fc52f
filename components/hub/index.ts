import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { cullerDeployment } from "./cullerPod";
import { contentHash, hubContent, type Folder } from "./folders";
import { homesQuota } from "./homes";
import { homesPolicy, homesPolicyBinding } from "./homesPolicy";
import { hubDeployment, hubFolders } from "./hubPod";
import type { HubIdentity } from "./identity";
import { labels } from "./names";
import { corePriority, disruptionBudget } from "./namespace";
import { networkPolicies } from "./networkPolicies";
import { hash } from "./pods";
import { hubProblems } from "./problems";
import { proxyDeployment, tlsSecret } from "./proxyPod";
import * as rbac from "./rbac";
import { encoded, publicHash, type HubSecretFiles } from "./secrets";
import * as services from "./services";
import type { Certificate } from "./tls";
import type { HubNetwork, HubSpec } from "./types";

export { claimBody, hubClaims, type HubClaim } from "./database";
export * from "./homes";
export { HubIdentity, type HubIdentityArgs } from "./identity";
export { hubNamespace } from "./namespace";
export { hubProblems } from "./problems";
export type * from "./types";

export interface HubArgs {
  spec: HubSpec;
  /** Secrets and certificate. */
  identity: HubIdentity;
  /** Class of users' homes and of the hub's own volume. */
  storageClass: pulumi.Input<string>;
  network: HubNetwork;
  /** The namespace `spec.namespace`, made with hubNamespace; users' homes are in it before the hub is. */
  space: k8s.core.v1.Namespace;
}

/**
 * JupyterHub, its proxy and its idle culler, ready to serve and not serving: the hub's pod waits for its claims, and the
 * service has no address yet. The handover gives both (components/handover), once no other cluster uses the volumes. Pass
 * the cluster's Kubernetes provider in `opts`.
 *
 * @throws when the description cannot work (see hubProblems), with all reasons at once.
 */
export class Hub extends pulumi.ComponentResource {
  /** Resolves when everything is there that the handover needs. */
  readonly prepared: pulumi.Output<unknown>;

  private readonly space: k8s.core.v1.Namespace;

  constructor(
    private readonly name: string,
    { spec, identity, storageClass, network, space }: HubArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    const problems = hubProblems(spec);
    if (problems.length > 0) throw new Error(problems.join("\n"));
    super("dsaas:hub:Hub", name, {}, opts);

    this.space = space;
    const { files, certificate } = identity;
    const secretsHash = publicHash(Object.values(files), hash);
    const content = hubContent(spec, storageClass, identity.certificateGiven);

    // Before any pod, so that none ever runs without its policies.
    const before = [...this.foundation(spec, network), this.secret(spec, files)];
    const proxy = new k8s.apps.v1.Deployment(
      `${name}-proxy`,
      proxyDeployment(spec, publicHash([secretsHash, certificate.certificate], hash)),
      this.inside(...before, this.certificateSecret(spec, certificate)),
    );
    const hub = new k8s.apps.v1.Deployment(
      `${name}-hub`,
      hubDeployment(spec, contentHash(content, secretsHash)),
      this.inside(
        ...before,
        ...this.account(spec),
        ...this.homes(spec, storageClass),
        ...this.configMaps(spec, content),
      ),
    );
    const culler = new k8s.apps.v1.Deployment(
      `${name}-culler`,
      cullerDeployment(spec, secretsHash),
      this.inside(...before),
    );

    this.prepared = pulumi.all([hub, proxy, culler, ...this.services(spec)].map(({ id }) => id));
    this.registerOutputs({});
  }

  /** Options of what stands in the hub's namespace. */
  private inside(...dependsOn: pulumi.Resource[]): pulumi.CustomResourceOptions {
    return { parent: this, dependsOn: [this.space, ...dependsOn] };
  }

  /** What pods rely on: their priority, who may talk to whom, how many must stay. */
  private foundation(spec: HubSpec, network: HubNetwork): pulumi.Resource[] {
    const { name } = this;
    const { namespace } = spec;
    for (const part of ["hub", "proxy"] as const) {
      new k8s.policy.v1.PodDisruptionBudget(`${name}-budget-${part}`, disruptionBudget(namespace, part), this.inside());
    }
    return [
      new k8s.scheduling.v1.PriorityClass(`${name}-priority`, corePriority(namespace), { parent: this }),
      ...Object.entries(networkPolicies(spec, network)).map(
        ([policy, args]) => new k8s.networking.v1.NetworkPolicy(`${name}-policy-${policy}`, args, this.inside()),
      ),
    ];
  }

  private secret({ namespace }: HubSpec, files: HubSecretFiles): k8s.core.v1.Secret {
    return new k8s.core.v1.Secret(
      `${this.name}-secret`,
      { metadata: { name: "hub", namespace, labels: labels("hub") }, type: "Opaque", data: encoded(files) },
      this.inside(),
    );
  }

  private certificateSecret({ namespace }: HubSpec, { certificate, key }: Certificate): k8s.core.v1.Secret {
    return new k8s.core.v1.Secret(
      `${this.name}-tls`,
      {
        metadata: { name: tlsSecret, namespace, labels: labels("proxy") },
        type: "kubernetes.io/tls",
        data: encoded({ "tls.crt": certificate, "tls.key": key }),
      },
      this.inside(),
    );
  }

  /** The hub's account with what kubespawner may do. */
  private account(spec: HubSpec): pulumi.Resource[] {
    const { name } = this;
    const { namespace } = spec;
    const account = new k8s.core.v1.ServiceAccount(`${name}-account`, rbac.hubServiceAccount(namespace), this.inside());
    const role = new k8s.rbac.v1.Role(`${name}-role`, rbac.hubRole(spec), this.inside());
    const args = rbac.hubRoleBinding(namespace);
    return [account, new k8s.rbac.v1.RoleBinding(`${name}-role-binding`, args, this.inside(role, account))];
  }

  /** What keeps homes from being deleted, and limits them all together. */
  private homes(spec: HubSpec, storageClass: pulumi.Input<string>): pulumi.Resource[] {
    const { name } = this;
    const { ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding } = k8s.admissionregistration.v1;
    const policy = new ValidatingAdmissionPolicy(`${name}-homes-policy`, homesPolicy(spec.namespace), { parent: this });
    const binding = new ValidatingAdmissionPolicyBinding(
      `${name}-homes-policy-binding`,
      homesPolicyBinding(spec.namespace),
      { parent: this, dependsOn: [policy] },
    );
    const quota = homesQuota(spec, storageClass);
    return [
      policy,
      binding,
      ...(quota ? [new k8s.core.v1.ResourceQuota(`${name}-homes-quota`, quota, this.inside())] : []),
    ];
  }

  private configMaps({ namespace }: HubSpec, content: ReturnType<typeof hubContent>): pulumi.Resource[] {
    return (Object.keys(content) as Folder[]).map((folder) => {
      const metadata = { name: hubFolders[folder], namespace, labels: labels("hub") };
      return new k8s.core.v1.ConfigMap(`${this.name}-${folder}`, { metadata, ...content[folder] }, this.inside());
    });
  }

  private services(spec: HubSpec): k8s.core.v1.Service[] {
    const { name } = this;
    const parts = {
      service: services.hubService(spec),
      "proxy-api": services.proxyApiService(spec),
      "proxy-public": services.publicService(spec),
    };
    return Object.entries(parts).map(([part, args]) => new k8s.core.v1.Service(`${name}-${part}`, args, this.inside()));
  }
}
