import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { ApiAccess } from "../kubernetes/apiclient";
import type { PlannedMachine, Role } from "../machines/types";
import { certificateAuthority, clientCertificate, privateKey } from "./pki";
import type { ClusterIdentityOutputs, ClusterSpec, ControlPlaneSecrets, JoinSecrets, KeyPair } from "./types";
import { controlPlaneUserData, workerUserData, type Render } from "./userdata";
import { endpointOf } from "./userdata/kubeadm";
import { kubeVipUser } from "./userdata/kubevip";

export interface ClusterIdentityArgs {
  spec: ClusterSpec;
  /** Every machine of the cluster; its first control plane founds it. */
  machines: PlannedMachine[];
}

/**
 * Everything by which a cluster's members know each other, made before any machine exists and kept, encrypted, in the
 * stack's state: certificate authorities, tokens, keys. All keys are ECDSA P-256. See validity.ts for how long they last.
 * Each generation has its own.
 */
export class ClusterIdentity extends pulumi.ComponentResource implements ClusterIdentityOutputs {
  readonly caCertificate: pulumi.Output<string>;
  readonly administrator: pulumi.Output<KeyPair>;
  readonly access: pulumi.Output<ApiAccess>;
  private readonly render: Record<Role, pulumi.Output<Render>>;

  constructor(name: string, { spec, machines }: ClusterIdentityArgs, opts?: pulumi.ComponentResourceOptions) {
    super("dsaas:cluster:ClusterIdentity", name, {}, opts);
    const child = { parent: this };

    const ca = certificateAuthority(`${name}-ca`, "kubernetes", child);
    const frontProxyCa = certificateAuthority(`${name}-front-proxy-ca`, "front-proxy-ca", child);
    const etcdCa = certificateAuthority(`${name}-etcd-ca`, "etcd-ca", child);
    const serviceAccount = privateKey(`${name}-service-account`, child);
    const kubeVip = clientCertificate(`${name}-kube-vip`, { commonName: kubeVipUser }, ca.pair, child);

    this.caCertificate = ca.certificate;
    this.administrator = clientCertificate(
      `${name}-administrator`,
      // kubeadm binds this group to cluster-admin, by RBAC, which can take it back; system:masters could not be.
      { commonName: "dsaas:administrator", organization: "kubeadm:cluster-admins" },
      ca.pair,
      child,
    );
    this.access = pulumi.secret({
      endpoint: endpointOf(spec),
      caCertificate: ca.certificate,
      credentials: this.administrator,
    });
    // What workers are told: never a CA key.
    const joinSecrets: pulumi.Output<JoinSecrets> = pulumi.secret({
      caCertificate: ca.certificate,
      bootstrapToken: this.bootstrapToken(name),
    });
    const controlPlaneSecrets: pulumi.Output<ControlPlaneSecrets> = pulumi.secret(
      pulumi
        .output({
          join: joinSecrets,
          ca: ca.pair,
          frontProxyCa: frontProxyCa.pair,
          etcdCa: etcdCa.pair,
          serviceAccount: { privateKey: serviceAccount.privateKeyPem, publicKey: serviceAccount.publicKeyPem },
          kubeVip,
          encryptionKey: this.encryptionKey(name),
        })
        .apply(({ join, ...rest }) => ({ ...join, ...rest })),
    );
    this.render = {
      worker: joinSecrets.apply((secrets) => workerUserData(spec, secrets, machines)),
      "control-plane": controlPlaneSecrets.apply((secrets) => controlPlaneUserData(spec, secrets, machines)),
    };
    // The next deployment finds the cluster by these, even where this one is never finished.
    this.registerOutputs({ cluster: spec.name, access: this.access });
  }

  /** Complete cloud-config of one of the machines given to the constructor, secret. */
  userData(machine: PlannedMachine): pulumi.Output<string> {
    return this.render[machine.role].apply((render) => render(machine));
  }

  /** The same, for machines that wait for something: `condition` is waited for once, not by each. */
  userDataAfter(condition: pulumi.Output<unknown>): (machine: PlannedMachine) => pulumi.Output<string> {
    const after = (role: Role) => pulumi.all([this.render[role], condition]).apply(([render]) => render);
    const renders = { worker: after("worker"), "control-plane": after("control-plane") };
    return (machine) => renders[machine.role].apply((render) => render(machine));
  }

  /** 32 bytes in base64. Not RandomBytes: the official provider makes the secret the resource's id, which no state encrypts. */
  private encryptionKey(name: string): pulumi.Output<string> {
    const key = new random.RandomPassword(`${name}-encryption`, { length: 32, special: false }, { parent: this });
    return key.result.apply((text) => Buffer.from(text).toString("base64"));
  }

  private bootstrapToken(name: string): pulumi.Output<string> {
    const part = (suffix: string, length: number) =>
      new random.RandomPassword(`${name}-token-${suffix}`, { length, special: false, upper: false }, { parent: this })
        .result;
    return pulumi.interpolate`${part("id", 6)}.${part("secret", 16)}`;
  }
}
