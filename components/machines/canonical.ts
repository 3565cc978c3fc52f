/** A value that JSON can hold; keys with `undefined` count as absent. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * JSON with every object's keys in code-unit order, so that equal values give equal texts.
 *
 * @throws where a number is not finite: JSON would write it as null and hide the difference.
 */
export function canonicalJson(value: Json): string {
  if (typeof value === "number" && !Number.isFinite(value)) throw new Error(`${value} has no form in JSON`);
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const entries = Object.entries(value)
    .filter((entry): entry is [string, Json] => entry[1] !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(",")}}`;
}

// Array.isArray alone does not narrow a readonly list.
const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
