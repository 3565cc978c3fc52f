/** Server-side apply of an update, and giving fields up again. */
import type { Api, Options } from "../cluster/api";
import { ApiError, isConflict, isNotFound, messageOf } from "../cluster/errors";
import { withRetry } from "../cluster/retry";
import { isAnnotated, patchForce } from "../objects/annotations";
import { changes, parsePath } from "../objects/diff";
import { arrayAt, at, isObject, stringAt, without, withValue, type Json, type JsonObject } from "../objects/json";
import { isCustomResourceDefinition, kindOfObject } from "../objects/kinds";
import { hasLegacyOwner, migratedOwnership, ownersOf } from "../objects/ownership";

export interface Update {
  /** Normalized new inputs. */
  inputs: JsonObject;
  /** Normalized old inputs, for a merge patch. */
  oldInputs: JsonObject;
  /** The object as the cluster has it. */
  live: JsonObject;
  fieldManager: string;
  /** A Patch resource, which owns nothing but its own fields. */
  patch: boolean;
  serverSideApply: boolean;
  forceAll: boolean;
  ignoreChanges: readonly string[];
}

export async function applyUpdate(api: Api, update: Update, options: Options): Promise<JsonObject> {
  const { live, fieldManager } = update;
  if (isCustomResourceDefinition(update.inputs)) return replaceDefinition(api, update, options);
  const inputs = withIgnored(update);
  if (!update.serverSideApply) {
    return api.patch(live, mergePatch(update.oldInputs, inputs), fieldManager, options);
  }
  const dryRun = options.dryRun === true;
  if (!update.patch && !dryRun) await migrate(api, live, fieldManager, options);
  return api.apply(inputs, { ...options, fieldManager, force: mustForce(update, dryRun) });
}

/**
 * Fields of other owners are only taken where the program or the provider says so, or where nobody is recorded as
 * their owner. In a dry run also where the first real update will move ownership here.
 */
export function mustForce(update: Update, dryRun: boolean): boolean {
  if (update.forceAll || isAnnotated(update.inputs, patchForce)) return true;
  if (arrayAt(update.live, "metadata", "managedFields").length === 0) return true;
  return dryRun && hasLegacyOwner(update.live);
}

/** Moves what plain creates and kubectl own to this manager; server-side apply would see conflicts otherwise. */
async function migrate(api: Api, live: JsonObject, manager: string, options: Options): Promise<void> {
  const kind = kindOfObject(live);
  const [namespace, name] = [stringAt(live, "metadata", "namespace"), stringAt(live, "metadata", "name")];
  let current = live;
  await withRetry(
    async (tries) => {
      if (tries > 1) current = await api.get(kind, namespace, name, options);
      const entries = migratedOwnership(current, manager);
      if (entries === undefined) return;
      const resourceVersion = stringAt(current, "metadata", "resourceVersion");
      const patch: Json[] = [
        { op: "replace", path: "/metadata/managedFields", value: entries },
        // Guards against a change between reading and writing.
        { op: "replace", path: "/metadata/resourceVersion", value: resourceVersion },
      ];
      await api.patch(current, patch, "", options);
    },
    { budget: 20_000, retryable: isConflict, signal: options.signal, firstWait: 100 },
  );
}

/** CustomResourceDefinitions are replaced as a whole (kubectl replace): lists of versions do not merge well. */
async function replaceDefinition(api: Api, update: Update, options: Options): Promise<JsonObject> {
  const kind = kindOfObject(update.live);
  const name = stringAt(update.live, "metadata", "name");
  return withRetry(
    async (tries) => {
      const current = tries === 1 ? update.live : await api.get(kind, "", name, options);
      const version = stringAt(current, "metadata", "resourceVersion");
      return api.replace(
        withValue(update.inputs, ["metadata", "resourceVersion"], version),
        update.fieldManager,
        options,
      );
    },
    { budget: 20_000, retryable: isConflict, signal: options.signal, firstWait: 100 },
  );
}

/**
 * Inputs with the paths of ignoreChanges as the cluster has them: left out where only others own the field, else with
 * the live value, since a field that its owner leaves out is removed (pulumi-kubernetes#2542).
 */
export function withIgnored({ inputs, live, fieldManager, ignoreChanges }: Update): JsonObject {
  return ignoreChanges.reduce((object, text) => {
    const steps = parsePath(text);
    const path = steps.filter((step): step is string => typeof step === "string" && step !== "*");
    // Elements of lists are not handled: their place in the live object may be another.
    if (path.length !== steps.length) return object;
    const { ours, others } = ownersOf(live, fieldManager, path);
    if (others && !ours) return without(object, path);
    const value = at(live, ...path);
    return value === undefined ? object : withValue(object, path, value);
  }, inputs);
}

/** RFC 7386 patch from old to new inputs: what the program removed becomes null, lists are sent whole. */
export function mergePatch(old: JsonObject, now: JsonObject): JsonObject {
  const patch: JsonObject = {};
  for (const change of changes(old, now)) {
    const index = change.path.findIndex((step) => typeof step === "number");
    const path = (index < 0 ? change.path : change.path.slice(0, index)).map(String);
    const value = index < 0 ? (change.new ?? null) : (at(now, ...path) ?? null);
    Object.assign(patch, withValue(patch, path, value));
  }
  return patch;
}

/**
 * Gives up every field of the manager: fields that nobody else owns are removed. An apply would create the object if
 * it were gone; naming its uid prevents that.
 */
export async function relinquish(api: Api, live: JsonObject, fieldManager: string, options: Options): Promise<void> {
  const { apiVersion, kind } = live;
  const { name, namespace, uid } = isObject(live["metadata"]) ? live["metadata"] : {};
  const empty: JsonObject = {
    apiVersion: apiVersion ?? "",
    kind: kind ?? "",
    metadata: {
      name: name ?? "",
      ...(namespace === undefined ? {} : { namespace }),
      ...(uid === undefined ? {} : { uid }),
    },
  };
  try {
    await api.apply(empty, { ...options, fieldManager, force: true });
  } catch (error) {
    const gone = isNotFound(error) || (isConflict(error) && /uid/i.test(messageOf(error)));
    if (gone) return;
    const required = error instanceof ApiError && error.causes.find(({ reason }) => reason === "FieldValueRequired");
    if (required) {
      throw new Error(
        `the Patch resource owns the required field ${required.field} and cannot give it up; set retainOnDelete, or ` +
          "let another manager own the field first",
      );
    }
    throw error;
  }
}

/** The message of a refused write; a conflict with the remedy. */
export function conflictHelp(error: unknown, manager: string): string {
  if (!isConflict(error)) return messageOf(error);
  return (
    `${messageOf(error)} Another manager owns these fields (this resource's is ${manager}). Leave them out of the ` +
    'program, add ignoreChanges for them, or set the annotation pulumi.com/patchForce: "true" to take them over.'
  );
}
