import type { MockCallArgs, MockResourceArgs } from "@pulumi/pulumi/runtime";
import type { KeyPair } from "../../../components/cluster/types";

/** A resource that a program asked for. */
export interface Registered {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
}

/** Pulumi's mocks: every resource is recorded; keys and certificates get plausible outputs. */
export function mocks(registered: Registered[], ca: KeyPair) {
  return {
    newResource({ type, name, inputs }: MockResourceArgs) {
      registered.push({ type, name, inputs: inputs as Record<string, unknown> });
      return { id: `${name}-id`, state: { ...inputs, ...outputs(type, name, ca) } };
    },
    call: ({ inputs }: MockCallArgs) => inputs as Record<string, unknown>,
  };
}

function outputs(type: string, name: string, ca: KeyPair): Record<string, unknown> {
  switch (type) {
    case "tls:index/privateKey:PrivateKey":
      return {
        privateKeyPem: `-----BEGIN EC PRIVATE KEY-----\n${name}\n-----END EC PRIVATE KEY-----\n`,
        publicKeyPem: `-----BEGIN PUBLIC KEY-----\n${name}\n-----END PUBLIC KEY-----\n`,
      };
    case "tls:index/selfSignedCert:SelfSignedCert":
      return { certPem: ca.certificate };
    case "tls:index/certRequest:CertRequest":
      return { certRequestPem: `request ${name}` };
    case "tls:index/locallySignedCert:LocallySignedCert":
      return { certPem: `certificate ${name}\n` };
    case "random:index/randomPassword:RandomPassword":
      return {
        result: name.endsWith("id") ? "abcdef" : "0123456789abcdef".repeat(name.endsWith("encryption") ? 2 : 1),
      };
    default:
      return {};
  }
}

/** The value of an output. */
export const valueOf = <T>(output: import("@pulumi/pulumi").Output<T>): Promise<T> =>
  new Promise((resolve) => output.apply((value) => resolve(value as T)));
