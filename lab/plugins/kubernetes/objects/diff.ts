/** What changed between the inputs of the last deployment and those of this one. */
import { autonamed, isAnnotated } from "./annotations";
import { isNamed } from "./autoname";
import { immutableFields, type FieldPath, type Mutability } from "./immutable";
import { at, equal, isObject, objectAt, stringAt, type Json, type JsonObject } from "./json";
import { isSecretKind, normalize, withNamespace } from "./normalize";
import { isUnknown } from "./values";

export type Step = string | number;
export type ChangeKind = "add" | "delete" | "update";

export interface Change {
  path: Step[];
  kind: ChangeKind;
  old: Json | undefined;
  new: Json | undefined;
}

export interface ObjectDiff {
  /** Property path as the engine writes it → kind of the change and whether it replaces the object. */
  changes: Map<string, { kind: ChangeKind; replaces: boolean }>;
  replaces: string[];
  /** The new object needs the old one's name, so that the old one goes first. */
  deleteBeforeReplace: boolean;
}

/** Every place where two values differ, as deep as both are objects or both are lists. Lists compare by position. */
export function changes(old: Json | undefined, now: Json | undefined, path: Step[] = []): Change[] {
  if (equal(old, now)) return [];
  if (isObject(old) && isObject(now)) {
    const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
    return keys.flatMap((key) => changes(old[key], now[key], [...path, key]));
  }
  if (Array.isArray(old) && Array.isArray(now)) {
    const length = Math.max(old.length, now.length);
    return Array.from({ length }, (_, index) => changes(old[index], now[index], [...path, index])).flat();
  }
  // A missing value and null mean the same to the API server.
  if ((old ?? null) === null && (now ?? null) === null) return [];
  const kind = old === undefined || old === null ? "add" : now === undefined || now === null ? "delete" : "update";
  return [{ path, kind, old, new: now }];
}

/** True if the change touches the field: it lies within it, or around it and the field's value differs. */
export function touches(change: Change, field: FieldPath): boolean {
  const shared = Math.min(change.path.length, field.length);
  for (let index = 0; index < shared; index++) if (change.path[index] !== field[index]) return false;
  if (change.path.length >= field.length) return true;
  if (isUnknown(change.new)) return true;
  const rest = field.slice(change.path.length);
  return !equal(at(change.old, ...rest), at(change.new, ...rest));
}

/** A path in the engine's notation: dots between plain keys, quoted brackets for others, bare brackets for indices. */
export function formatPath(path: readonly Step[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    if (/[."[\]]/.test(step)) return `${text}["${step.replaceAll('"', '\\"')}"]`;
    return text === "" ? step : `${text}.${step}`;
  }, "");
}

/** Parses the engine's notation of a path (as in ignoreChanges). A `*` stands for every key or index. */
export function parsePath(path: string): Step[] {
  const steps: Step[] = [];
  for (const match of path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+|\*)\]|([^.[\]]+)/g)) {
    const [, quoted, index, bare] = match;
    if (quoted !== undefined) steps.push(quoted.replaceAll('\\"', '"'));
    else if (index !== undefined) steps.push(index === "*" ? "*" : Number(index));
    else if (bare !== undefined) steps.push(bare);
  }
  return steps;
}

export function isWithin(path: readonly Step[], ignored: readonly Step[]): boolean {
  return ignored.length <= path.length && ignored.every((step, index) => step === "*" || step === path[index]);
}

/** The differences between two sets of inputs, both as objects of the cluster (secrets unwrapped). */
export function diffObjects(
  oldInputs: JsonObject,
  newInputs: JsonObject,
  options: { patch: boolean; namespaced: boolean; mutability: Mutability; ignore: readonly string[]; liveName: string },
): ObjectDiff {
  const comparable = (object: JsonObject) => withNamespace(normalize(object), options.namespaced, "default");
  const old = comparable(oldInputs);
  const now = comparable(newInputs);
  const ignored = options.ignore.map(parsePath);
  const fields = immutableFields(now, options.patch, options.mutability);
  const result: ObjectDiff = { changes: new Map(), replaces: [], deleteBeforeReplace: false };
  for (const change of changes(old, now)) {
    const path = asWritten(change.path, oldInputs, newInputs);
    if (ignored.some((prefix) => isWithin(path, prefix))) continue;
    const replaces = fields.some((field) => touches(change, field));
    const text = formatPath(path);
    result.changes.set(text, { kind: change.kind, replaces });
    if (replaces) result.replaces.push(text);
  }
  const sameName = stringAt(now, "metadata", "name") === (options.liveName || stringAt(old, "metadata", "name"));
  const sameNamespace = stringAt(now, "metadata", "namespace") === stringAt(old, "metadata", "namespace");
  result.deleteBeforeReplace =
    result.replaces.length > 0 && isNamed(now) && !isAnnotated(now, autonamed) && sameName && sameNamespace;
  return result;
}

/** Secrets are compared by `data`; a key that the program writes in `stringData` is reported there. */
function asWritten(path: Step[], oldInputs: JsonObject, newInputs: JsonObject): Step[] {
  const [top, key, ...rest] = path;
  if (top !== "data" || typeof key !== "string" || !isSecretKind(newInputs)) return path;
  const inString = [newInputs, oldInputs].some((inputs) => Object.hasOwn(objectAt(inputs, "stringData"), key));
  return inString ? ["stringData", key, ...rest] : path;
}
