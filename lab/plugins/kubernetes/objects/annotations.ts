/** The annotations by which a program steers this provider, as documented for the official one. */
import { numberAt, objectAt, stringAt, type JsonObject } from "./json";

export const autonamed = "pulumi.com/autonamed";
export const skipAwait = "pulumi.com/skipAwait";
export const waitFor = "pulumi.com/waitFor";
export const timeoutSeconds = "pulumi.com/timeoutSeconds";
export const replaceUnready = "pulumi.com/replaceUnready";
export const patchForce = "pulumi.com/patchForce";
export const patchFieldManager = "pulumi.com/patchFieldManager";
export const deletionPropagation = "pulumi.com/deletionPropagationPolicy";

export function annotation(object: JsonObject, name: string): string {
  return stringAt(objectAt(object, "metadata", "annotations"), name);
}

export function isAnnotated(object: JsonObject, name: string): boolean {
  return annotation(object, name) === "true";
}

/** How long to wait: the resource's customTimeouts first, then its annotation, then ten minutes. Milliseconds. */
export function timeoutOf(customTimeoutSeconds: number, object: JsonObject): number {
  if (customTimeoutSeconds > 0) return customTimeoutSeconds * 1000;
  const annotated = Number(
    annotation(object, timeoutSeconds) || numberAt(object, "metadata", "annotations", timeoutSeconds),
  );
  return Number.isFinite(annotated) && annotated > 0 ? annotated * 1000 : 600_000;
}

/** How dependents are deleted: the annotation's orphan or background, else foreground. */
export function propagationOf(object: JsonObject): "Orphan" | "Background" | "Foreground" {
  switch (annotation(object, deletionPropagation).toLowerCase()) {
    case "orphan":
      return "Orphan";
    case "background":
      return "Background";
    default:
      return "Foreground";
  }
}
