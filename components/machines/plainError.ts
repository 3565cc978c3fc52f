import * as pulumi from "@pulumi/pulumi";

/**
 * An error whose words reach the operator as they are.
 *
 * A failed lookup fails every resource that waits for it, and Pulumi puts "error serializing property …" before the
 * message once for each: here the message takes no change.
 */
export function plainError(message: string): pulumi.RunError {
  return Object.defineProperty(new pulumi.RunError(message), "message", {
    get: () => message,
    set: () => undefined,
  });
}
