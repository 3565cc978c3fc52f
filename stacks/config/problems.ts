import { RunError } from "@pulumi/pulumi";
import type { z } from "zod";

/** One mistake in a stack file: where, what was found, and what to write instead. */
export interface Problem {
  /** Key as `pulumi config set --path` takes it, e.g. `dsaas:cluster.pools[0].count`. */
  key: string;
  /** A sentence's rest after the key: `3 is …; write …`. Never holds a secret. */
  text: string;
}

/** Thrown once, with every mistake of a stack file. A RunError, so that Pulumi prints the message and no stack trace. */
export class ConfigError extends RunError {
  constructor(readonly problems: Problem[]) {
    const count = problems.length === 1 ? "one mistake" : `${problems.length} mistakes`;
    const lines = problems.map((p) => `  ${p.key}: ${p.text}`);
    super(`The stack's configuration has ${count}; nothing was changed.\n${lines.join("\n")}`);
    this.name = "ConfigError";
  }
}

/** `["cluster", "pools", 0, "count"]` → `dsaas:cluster.pools[0].count`. */
export function keyOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((key, part, i) => {
    if (typeof part === "number") return `${key}[${part}]`;
    return i === 0 ? `dsaas:${String(part)}` : `${key}.${String(part)}`;
  }, "");
}

/** Turns what zod found into problems, each naming key, value and remedy. `isSecret` keeps values out of messages. */
export function problemsOf(
  error: z.ZodError,
  input: unknown,
  isSecret: (path: readonly PropertyKey[]) => boolean,
): Problem[] {
  return error.issues.flatMap((issue) => describe(issue, input, isSecret));
}

function describe(
  issue: z.core.$ZodIssue,
  input: unknown,
  isSecret: (p: readonly PropertyKey[]) => boolean,
): Problem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((name) => ({
      key: keyOf([...issue.path, name]),
      text: "is not a key of dsaas; remove it or check its spelling (schema/stack.schema.json lists every key)",
    }));
  }
  const value = valueAt(input, issue.path);
  if (value === undefined)
    return [{ key: keyOf(issue.path), text: `is missing; ${howToSet(issue, isSecret(issue.path))}` }];
  const shown = isSecret(issue.path) ? "the secret" : show(value);
  return [{ key: keyOf(issue.path), text: `${shown} ${remedy(issue)}` }];
}

function remedy(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `is not ${article(issue.expected)}; write one`;
    case "invalid_value":
      return `is not known here; write ${issue.values.map(String).join(" or ")}`;
    case "invalid_union":
      return `is not known here; write one of the values in schema/stack.schema.json`;
    case "too_small":
      return ownWords(issue.message) ?? `is too small; write at least ${issue.minimum}`;
    case "too_big":
      return ownWords(issue.message) ?? `is too large; write at most ${issue.maximum}`;
    default:
      return ownWords(issue.message) ?? `is refused: ${issue.message}`;
  }
}

/** The schema's own messages begin with a verb; zod's do not. */
function ownWords(message: string): string | undefined {
  return /^(is|are|has) /.test(message) ? message : undefined;
}

function howToSet(issue: z.core.$ZodIssue, secret: boolean): string {
  const key = keyOf(issue.path);
  return secret
    ? `set it with: pulumi config set --secret --path '${key}'`
    : `set it in the stack's file or with: pulumi config set --path '${key}' VALUE`;
}

function article(type: string): string {
  const names: Record<string, string> = {
    int: "a whole number",
    array: "a list",
    object: "a group of keys",
    record: "a group of keys",
  };
  return names[type] ?? `a ${type}`;
}

function show(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[part] : undefined,
    input,
  );
}
