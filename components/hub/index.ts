import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { cullerDeployment } from "./cullerPod";
import { contentHash, hubContent, type Folder } from "./folders";
import { homesQuota } from "./homes";
import { homesPolicy, homesPolicyBinding } from "./homesPolicy";
import { claimArgs, databaseClaim, hubClaims } from "./database";
import { hubDeployment, hubFolders } from "./hubPod";
import { labels } from "./names";
import { corePriority, disruptionBudget } from "./namespace";
import { networkPolicies } from "./networkPolicies";
import { hash } from "./pods";
import { hubProblems } from "./problems";
import { proxyDeployment, tlsSecret } from "./proxyPod";
import * as rbac from "./rbac";
import { encoded, hubSecrets, publicHash, secretProblems, type HubSecretFiles } from "./secrets";
import * as services from "./services";
import { generateCertificate, type Certificate } from "./tls";
import type { HubNetwork, HubSecrets, HubSpec } from "./types";

export { hubClaims, type HubClaim } from "./database";
export * from "./homes";
export { hubNamespace } from "./namespace";
export { hubProblems } from "./problems";
export type * from "./types";

export interface HubArgs {
  spec: HubSpec;
  secrets: HubSecrets;
  /** Class of users' homes and of the hub's own volume. */
  storageClass: pulumi.Input<string>;
  network: HubNetwork;
  /** The namespace `spec.namespace`, made with hubNamespace; users' homes are in it before the hub is. */
  space: k8s.core.v1.Namespace;
  /** Annotations that a claim of hubClaims has from the beginning, by its name; what becomes of them later is left alone. */
  claimAnnotations?: (claim: string) => pulumi.Input<Record<string, string>>;
}

/**
 * JupyterHub, its proxy and its idle culler. Pass the cluster's Kubernetes provider in `opts`.
 *
 * @throws when the description cannot work (see hubProblems), with all reasons at once.
 */
export class Hub extends pulumi.ComponentResource {
  /** Where users log in; known once hub, proxy and the service's address are ready. */
  readonly url: pulumi.Output<string>;

  private readonly space: k8s.core.v1.Namespace;

  constructor(
    private readonly name: string,
    { spec, secrets, storageClass, network, space, claimAnnotations }: HubArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    const problems = [...hubProblems(spec), ...secretProblems(spec, secrets)];
    if (problems.length > 0) throw new Error(problems.join("\n"));
    super("dsaas:hub:Hub", name, {}, opts);

    this.space = space;
    const files = hubSecrets(name, secrets, { parent: this });
    const secretsHash = publicHash(Object.values(files), hash);
    const certificate = this.certificate(spec, secrets);
    const content = hubContent(spec, storageClass, secrets.tls !== undefined);

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
        ...this.claims(spec, storageClass, claimAnnotations),
      ),
    );
    new k8s.apps.v1.Deployment(`${name}-culler`, cullerDeployment(spec, secretsHash), this.inside(...before));
    const service = this.services(spec);

    this.url = pulumi.all([hub.id, proxy.id, service.id]).apply(() => spec.url);
    this.registerOutputs({ url: this.url });
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

  /** The operator's certificate, or one of the stack's own. */
  private certificate(spec: HubSpec, { tls }: HubSecrets): Certificate {
    if (tls === undefined) return generateCertificate(this.name, spec, { parent: this });
    return { certificate: pulumi.output(tls.certificate), key: pulumi.secret(tls.key) };
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

  private claims(
    spec: HubSpec,
    storageClass: pulumi.Input<string>,
    annotations: HubArgs["claimAnnotations"],
  ): pulumi.Resource[] {
    return hubClaims(spec).map((claim) => {
      const name = `${this.name}-${claim.name === databaseClaim ? "database" : "backup"}`;
      const args = claimArgs(spec.namespace, claim, storageClass, annotations?.(claim.name));
      // The storage writes its own annotations, and a volume may have grown.
      const ignoreChanges = ["metadata.annotations", "spec.resources"];
      return new k8s.core.v1.PersistentVolumeClaim(name, args, { ...this.inside(), ignoreChanges });
    });
  }

  /** The services; gives the one that users reach. */
  private services(spec: HubSpec): k8s.core.v1.Service {
    const { name } = this;
    new k8s.core.v1.Service(`${name}-service`, services.hubService(spec), this.inside());
    new k8s.core.v1.Service(`${name}-proxy-api`, services.proxyApiService(spec), this.inside());
    return new k8s.core.v1.Service(`${name}-proxy-public`, services.publicService(spec), this.inside());
  }
}
