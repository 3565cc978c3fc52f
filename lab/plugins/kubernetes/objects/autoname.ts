/** Names for resources whose program gives none. */
import { createHash, randomBytes } from "node:crypto";
import { autonamed, isAnnotated } from "./annotations";
import { at, isObject, stringAt, withValue, type JsonObject } from "./json";
import { isUnknown } from "./values";

/** What the engine says about names: its own proposal, or that there shall be none. */
export interface NamingRule {
  mode: "propose" | "enforce" | "disable";
  proposedName: string;
}

/** `prefix` and eight hexadecimal digits: a hash of the seed, so that a repeated preview shows the same name. */
export function uniqueName(prefix: string, seed: Uint8Array): string {
  const bytes = seed.length > 0 ? createHash("sha256").update(seed).update(prefix).digest() : randomBytes(4);
  return prefix + bytes.subarray(0, 4).toString("hex");
}

/** True if the program names the object, be it with a value that is not known yet. */
export function isNamed(object: JsonObject): boolean {
  return isUnknown(object["metadata"]) || stringAt(object, "metadata", "name") !== "";
}

function named(object: JsonObject, name: string): JsonObject {
  const withName = withValue(object, ["metadata", "name"], name);
  const annotations = at(withName, "metadata", "annotations");
  // Annotations that are not known yet cannot be added to.
  if (annotations !== undefined && annotations !== null && !isObject(annotations)) return withName;
  return withValue(withName, ["metadata", "annotations", autonamed], "true");
}

/**
 * The object with a name: its own, else the one that the old object got here, else a fresh one.
 * Names given here are marked by an annotation, so that a replacement may take another name.
 */
export function withName(
  object: JsonObject,
  old: JsonObject | undefined,
  resourceName: string,
  seed: Uint8Array,
  rule?: NamingRule,
): JsonObject {
  if (isNamed(object) || stringAt(object, "metadata", "generateName") !== "") return object;
  if (old !== undefined && isAnnotated(old, autonamed)) return named(object, stringAt(old, "metadata", "name"));
  if (rule?.mode === "disable") {
    throw new Error("metadata.name is missing and automatic naming is disabled; set metadata.name.");
  }
  const proposed = rule?.proposedName ?? "";
  return named(object, proposed === "" ? uniqueName(`${resourceName}-`, seed) : proposed);
}
