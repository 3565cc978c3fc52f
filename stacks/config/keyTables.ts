import { stackFileSchema } from "./jsonSchema";

interface Schema {
  type?: string;
  description?: string;
  default?: unknown;
  enum?: unknown[];
  const?: unknown;
  minimum?: number;
  maximum?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  oneOf?: Schema[];
  anyOf?: Schema[];
  additionalProperties?: Schema;
}

const begin = "<!-- keys -->";
const end = "<!-- /keys -->";

/** A page with the tables of all keys between its two markers made anew. */
export function withKeyTables(page: string): string {
  const [head, tail] = [page.indexOf(begin), page.indexOf(end)];
  if (head < 0 || tail < 0) throw new Error(`The page has lost its markers ${begin} and ${end}; put them back.`);
  return `${page.slice(0, head + begin.length)}\n\n${keyTables()}\n\n${page.slice(tail)}`;
}

/** One table for each block of `dsaas:`, a row for each key below it. */
function keyTables(): string {
  const { properties } = stackFileSchema() as Schema;
  const blocks = properties?.["config"]?.properties ?? {};
  return Object.entries(blocks)
    .map(
      ([key, schema]) =>
        `## ${key}\n\n| key | what | default |\n| --- | --- | --- |\n${rows("", schema, true).join("\n")}`,
    )
    .join("\n\n");
}

function rows(path: string, schema: Schema, required: boolean): string[] {
  const variants = schema.oneOf ?? schema.anyOf;
  if (variants !== undefined) return [...new Set(variants.flatMap((variant) => rows(path, variant, required)))];
  const isSecret = schema.properties?.["secure"] !== undefined;
  if (schema.properties !== undefined && !isSecret) {
    return Object.entries(schema.properties).flatMap(([key, child]) =>
      rows(path === "" ? key : `${path}.${key}`, child, schema.required?.includes(key) ?? false),
    );
  }
  if (schema.items?.properties !== undefined || schema.items?.oneOf !== undefined)
    return rows(`${path}[]`, schema.items, required);
  const named = schema.additionalProperties;
  if (named?.properties !== undefined) return rows(`${path}.<name>`, named, false);
  const what = [schema.description, isSecret ? "" : kind(schema)].filter(Boolean).join(" ");
  return [`| \`${path || "(itself)"}\` | ${what} | ${fallback(schema, required)} |`];
}

function kind(schema: Schema): string {
  if (schema.const !== undefined) return `Exactly \`${String(schema.const)}\`.`;
  if (schema.enum !== undefined) return `One of ${schema.enum.map((value) => `\`${String(value)}\``).join(", ")}.`;
  const safe = Number.MAX_SAFE_INTEGER;
  const least = schema.minimum !== undefined && schema.minimum > -safe ? ` from ${schema.minimum}` : "";
  const most = schema.maximum !== undefined && schema.maximum < safe ? ` to ${schema.maximum}` : "";
  switch (schema.type) {
    case "integer":
      return `Whole number${least}${most}.`;
    case "number":
      return `Number${least}${most}.`;
    case "boolean":
      return "`true` or `false`.";
    case "array":
      return "List.";
    case "object":
      return "Names and values.";
    default:
      return "";
  }
}

function fallback(schema: Schema, required: boolean): string {
  if (schema.default !== undefined) return `\`${JSON.stringify(schema.default)}\``;
  return required ? "required" : "–";
}
