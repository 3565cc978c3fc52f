/** Who owns which field (`metadata.managedFields`), as far as this provider needs it. */
import { arrayAt, at, isObject, objectAt, stringAt, type Json, type JsonObject } from "./json";

/**
 * Owners left by plain creates and updates and by kubectl, whose fields server-side apply takes over on the first
 * update. Kubernetes treats the same name with operation Update as another owner (kubernetes#99003).
 */
const legacyOwners: readonly { manager: string; operation: string }[] = [
  { manager: "pulumi-kubernetes", operation: "Update" },
  { manager: "pulumi-kubernetes.exe", operation: "Update" },
  { manager: "pulumi-resource-kubernetes", operation: "Update" },
  { manager: "kubectl", operation: "Apply" },
  { manager: "kubectl", operation: "Update" },
  { manager: "before-first-apply", operation: "Update" },
];

function isLegacy(entry: Json): boolean {
  if (stringAt(entry, "subresource") !== "") return false;
  const manager = stringAt(entry, "manager");
  const operation = stringAt(entry, "operation");
  return legacyOwners.some((owner) => owner.manager === manager && owner.operation === operation);
}

export function hasLegacyOwner(live: JsonObject): boolean {
  return arrayAt(live, "metadata", "managedFields").some(isLegacy);
}

/** managedFields in which `manager` owns by apply what legacy owners had; undefined if there is nothing to move. */
export function migratedOwnership(live: JsonObject, manager: string): Json[] | undefined {
  const entries = arrayAt(live, "metadata", "managedFields");
  const legacy = entries.filter(isLegacy);
  if (legacy.length === 0) return undefined;
  const isOurs = (entry: Json) =>
    stringAt(entry, "manager") === manager &&
    stringAt(entry, "operation") === "Apply" &&
    stringAt(entry, "subresource") === "";
  const ours = entries.find(isOurs);
  const merged = [...(ours === undefined ? [] : [ours]), ...legacy].map((entry) => objectAt(entry, "fieldsV1"));
  const template = objectAt(ours ?? legacy[0]);
  const entry = { ...template, manager, operation: "Apply", fieldsV1: merged.reduce(mergeFields, {}) };
  return [...entries.filter((other) => !isLegacy(other) && other !== ours), entry];
}

function mergeFields(a: JsonObject, b: JsonObject): JsonObject {
  const result = { ...a };
  for (const [key, value] of Object.entries(b)) {
    const existing = result[key];
    result[key] = isObject(existing) && isObject(value) ? mergeFields(existing, value) : value;
  }
  return result;
}

/** Whether the field at a path of plain keys belongs to the manager (or will, once migrated), and whether to others. */
export function ownersOf(
  live: JsonObject,
  manager: string,
  path: readonly string[],
): { ours: boolean; others: boolean } {
  const keys = path.map((key) => `f:${key}`);
  const owning = arrayAt(live, "metadata", "managedFields").filter(
    (entry) => at(objectAt(entry, "fieldsV1"), ...keys) !== undefined,
  );
  const isOurs = (entry: Json) => stringAt(entry, "manager") === manager || isLegacy(entry);
  return { ours: owning.some(isOurs), others: owning.some((entry) => !isOurs(entry)) };
}
