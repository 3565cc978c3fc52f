import * as pulumi from "@pulumi/pulumi";

/** One resource as it was registered. */
export interface Registered {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
}

/** Replaces the engine: resources are created at once, with their inputs as outputs and random values made up. */
export function recordResources(): Registered[] {
  const registered: Registered[] = [];
  void pulumi.runtime.setMocks({
    newResource: ({ type, name, inputs }) => {
      registered.push({ type, name, inputs: inputs as Record<string, unknown> });
      const computed: Record<string, unknown> = {
        "random:index/randomPassword:RandomPassword": { result: `random-${name}` },
        "tls:index/privateKey:PrivateKey": { privateKeyPem: "key PEM" },
        "tls:index/selfSignedCert:SelfSignedCert": { certPem: "certificate PEM" },
      };
      return { id: `${name}-id`, state: { ...(inputs as object), ...(computed[type] as object | undefined) } };
    },
    call: () => ({}),
  });
  return registered;
}

/** How the engine marks a secret value. */
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** Whether an input is marked as secret. */
export function isSecret(value: unknown): value is { value: unknown } {
  return typeof value === "object" && value !== null && Object.values(value).includes(secretSignature);
}

/** The value of an output, once all resources are registered. */
export function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => {
    output.apply(resolve);
  });
}

/** Waits until everything that depends on outputs is registered. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) await new Promise(setImmediate);
}
