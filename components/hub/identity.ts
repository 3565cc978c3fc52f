import * as pulumi from "@pulumi/pulumi";
import { hubSecrets, secretProblems, type HubSecretFiles } from "./secrets";
import { generateCertificate, type Certificate } from "./tls";
import type { HubSecrets, HubSpec } from "./types";

export interface HubIdentityArgs {
  spec: HubSpec;
  secrets: HubSecrets;
}

/**
 * Everything by which users' browsers, their servers and the proxy know the hub: its secrets and its certificate. It
 * outlives generations, so that a new one logs nobody out and no browser asks anew.
 *
 * @throws when a secret is missing, or there is one too many
 */
export class HubIdentity extends pulumi.ComponentResource {
  /** The hub's secrets as files. */
  readonly files: HubSecretFiles;
  /** The operator's certificate, or one of the stack's own. */
  readonly certificate: Certificate;
  /** Whether it is the operator's. */
  readonly certificateGiven: boolean;

  constructor(name: string, { spec, secrets }: HubIdentityArgs, opts?: pulumi.ComponentResourceOptions) {
    const problems = secretProblems(spec, secrets);
    if (problems.length > 0) throw new Error(problems.join("\n"));
    super("dsaas:hub:HubIdentity", name, {}, opts);
    const { tls } = secrets;
    this.files = hubSecrets(name, secrets, { parent: this });
    this.certificateGiven = tls !== undefined;
    this.certificate =
      tls === undefined
        ? generateCertificate(name, spec, { parent: this })
        : { certificate: pulumi.output(tls.certificate), key: pulumi.secret(tls.key) };
    this.registerOutputs({ certificate: this.certificate.certificate });
  }
}
