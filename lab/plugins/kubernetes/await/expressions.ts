/** The annotation pulumi.com/waitFor: `condition=TYPE[=STATUS]`, `jsonpath={.PATH}[=VALUE]`, or a JSON list of them. */
import { at, isObject, type Json, type JsonObject } from "../objects/json";
import { conditionOf, pending, ready, type Verdict } from "./verdict";

export type Expression = (object: JsonObject) => Verdict;

/** Parses the annotation; throws with a sentence that names the faulty expression. */
export function parseWaitFor(text: string): Expression {
  const parts = list(text).map(parseOne);
  if (parts.length === 0) throw new Error("annotation pulumi.com/waitFor is an empty list; name a condition or a path");
  return (object) => {
    const missing = parts.map((part) => part(object)).find((verdict) => !verdict.ready);
    return missing ?? ready();
  };
}

function list(text: string): string[] {
  try {
    const parsed = JSON.parse(text) as Json;
    if (Array.isArray(parsed)) return parsed.map(String);
  } catch {
    // A single expression.
  }
  return [text];
}

function parseOne(text: string): Expression {
  const condition = /^condition=([^=]+)(?:=(.+))?$/.exec(text);
  if (condition !== null) {
    const type = condition[1] ?? "";
    const status = condition[2] ?? "True";
    return (object) =>
      conditionOf(object, type)?.status.toLowerCase() === status.toLowerCase()
        ? ready()
        : pending(`waiting for condition ${type} to be ${status}`);
  }
  const path = /^jsonpath='?\{\.?(.+?)\}'?(?:=(.+))?$/.exec(text) ?? /^jsonpath=\.?([^={}]+)(?:=(.+))?$/.exec(text);
  if (path !== null) {
    const steps = pathSteps(path[1] ?? "");
    const expected = path[2];
    return (object) => {
      const value = lookUp(object, steps);
      const met = expected === undefined ? value !== undefined : value !== undefined && scalar(value) === expected;
      return met ? ready() : pending(`waiting for .${path[1]}${expected === undefined ? "" : ` to be ${expected}`}`);
    };
  }
  throw new Error(
    `annotation pulumi.com/waitFor: "${text}" is neither condition=TYPE[=STATUS] nor jsonpath={.PATH}[=VALUE]`,
  );
}

interface Step {
  key: string | number;
  filter?: { key: string; value: string };
}

/** Steps of `.a.b[0].c[?(@.type=="Ready")].status`. */
function pathSteps(path: string): Step[] {
  const steps: Step[] = [];
  for (const match of path.matchAll(
    /\[\?\(@\.(\w+)=+["']([^"']+)["']\)\]|\[(\d+)\]|\[["']([^"']+)["']\]|((?:\\.|[^.[\]])+)/g,
  )) {
    const [, filterKey, filterValue, index, quoted, bare] = match;
    if (filterKey !== undefined) steps.push({ key: "", filter: { key: filterKey, value: filterValue ?? "" } });
    else if (index !== undefined) steps.push({ key: Number(index) });
    else steps.push({ key: quoted ?? (bare ?? "").replaceAll("\\.", ".") });
  }
  return steps;
}

function lookUp(object: JsonObject, steps: readonly Step[]): Json | undefined {
  let value: Json | undefined = object;
  for (const { key, filter } of steps) {
    if (filter === undefined) value = at(value, key);
    else if (Array.isArray(value)) value = value.find((item) => isObject(item) && item[filter.key] === filter.value);
    else return undefined;
  }
  return value;
}

function scalar(value: Json): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
