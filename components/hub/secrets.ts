import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { secretKeys } from "./names";
import type { HubSecrets, HubSpec } from "./types";

/** Thirty-two bytes in hex, from a random text. */
export function asHex(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** The hub's secrets as files, by name (see secretKeys); all of them secret outputs. */
export type HubSecretFiles = Record<string, pulumi.Output<string>>;

/**
 * The hub's own secrets, made once and kept in the stack's state, so that no deployment logs anybody out.
 *
 * @param given those that the operator gives
 */
export function hubSecrets(
  name: string,
  given: Pick<HubSecrets, "ldapBindPassword" | "databasePassword">,
  opts: pulumi.CustomResourceOptions,
): HubSecretFiles {
  const text = (secret: string) =>
    new random.RandomPassword(`${name}-${secret}`, { length: 64, special: false }, opts).result;
  return {
    [secretKeys.cookie]: text(secretKeys.cookie).apply(asHex),
    [secretKeys.crypt]: text(secretKeys.crypt).apply(asHex),
    [secretKeys.proxyToken]: text(secretKeys.proxyToken),
    [secretKeys.cullerToken]: text(secretKeys.cullerToken),
    [secretKeys.directoryPassword]: pulumi.secret(given.ldapBindPassword),
    ...(given.databasePassword !== undefined && {
      [secretKeys.databasePassword]: pulumi.secret(given.databasePassword),
    }),
  };
}

/** Secrets that the description asks for and that are not there, or the other way round. */
export function secretProblems({ database }: HubSpec, { databasePassword }: HubSecrets): string[] {
  const needed = database.kind === "postgresql";
  if (needed === (databasePassword !== undefined)) return [];
  return [
    needed
      ? "hub.database.password: is missing; PostgreSQL asks for it."
      : "hub.database.password: is given, and a database on the hub's volume has none; leave it out.",
  ];
}

/**
 * A hash that changes with any of the values. It gives none of them away as long as one is random, as the hub's own
 * secrets are; so it may stand in an annotation.
 */
export function publicHash(
  values: pulumi.Input<string>[],
  hash: (...texts: string[]) => string,
): pulumi.Output<string> {
  return pulumi.unsecret(pulumi.all(values).apply((texts) => hash(...texts)));
}

/** A Secret's `data`. (`stringData` is never read back, so that a refresh would show it as changed.) */
export function encoded(files: Record<string, pulumi.Output<string>>): Record<string, pulumi.Output<string>> {
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [name, text.apply(base64)]));
}
