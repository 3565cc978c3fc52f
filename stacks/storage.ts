import * as pulumi from "@pulumi/pulumi";
import type { StorageSpec } from "../components/storage";
import type { Credentials } from "../components/storage/trident/types";
import type { Config } from "./config/schema";

type TridentConfig = Extract<Config["storage"], { driver: "trident" }>;

/** The storage layer's description: the stack's configuration with the stack's name, and without secrets. */
export function storageSpec(storage: Config["storage"], stackName: string): StorageSpec {
  switch (storage.driver) {
    case "local":
      return storage;
    case "trident":
      return tridentSpec(storage, stackName);
    default:
      return storage satisfies never;
  }
}

export function tridentSpec({ credentials: _, ...rest }: TridentConfig, stackName: string) {
  return { ...rest, stack: stackName };
}

/** Secret values of Trident's backends, marked as such before a resource sees them. */
export function storageCredentials(storage: Config["storage"]): Credentials<pulumi.Output<string>> {
  const given = storage.driver === "trident" ? storage.credentials : {};
  return mapValues(given, (values) => mapValues(values, (value) => pulumi.secret(value)));
}

function mapValues<T, U>(of: Record<string, T>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(of).map(([key, value]) => [key, change(value)]));
}
