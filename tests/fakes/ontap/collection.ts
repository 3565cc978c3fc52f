type Json = Record<string, unknown>;

/** Query parameters of every collection that are no filters. */
const reserved = new Set(["fields", "max_records", "return_records", "return_timeout", "order_by", "start.uuid"]);

/**
 * One page of a collection as ONTAP answers a GET: filters, chosen fields, `max_records` and the link to the next page
 * (docs.netapp.com, ontap-automation/rest/input_variables; the link's shape as in NetApp/trident, ontap_rest.go
 * HasNextLink). Records come in the order of their UUIDs, so that a page goes on behind one that is gone by then.
 */
export function pageOf(all: readonly object[], url: URL): Json & { records: Json[]; num_records: number } {
  const { searchParams: query } = url;
  const start = query.get("start.uuid") ?? "";
  const matching = all
    .map((record) => record as Json)
    .filter((record) => keyOf(record) > start && matches(record, query))
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const size = Number(query.get("max_records") ?? 10_000);
  const shown = matching.slice(0, size);
  const last = shown.at(-1);
  const next = matching.length > size && last !== undefined ? nextLink(url, keyOf(last)) : undefined;
  const fields = (query.get("fields") ?? "").split(",").filter((field) => field !== "");
  // A field that is filtered by is always shown.
  const wanted = [...fields, ...[...query.keys()].filter((key) => !reserved.has(key))];
  return {
    ...(query.get("return_records") === "false"
      ? { records: [] }
      : { records: shown.map((one) => select(one, wanted)) }),
    num_records: shown.length,
    ...(next === undefined ? {} : { _links: { next: { href: next } } }),
  };
}

function keyOf(record: Json): string {
  return typeof record["uuid"] === "string"
    ? record["uuid"]
    : `${String(at(record, "volume.uuid"))}/${String(record["id"])}`;
}

function nextLink(url: URL, start: string): string {
  const query = new URLSearchParams(url.search);
  query.delete("start.uuid");
  return `${url.pathname}?start.uuid=${encodeURIComponent(start)}&${query.toString()}`;
}

/** Every filter must match: `field=value`, with `*` for any text and `|` for or; a list matches by any of its entries. */
function matches(record: Json, query: URLSearchParams): boolean {
  return [...query].every(([field, pattern]) => {
    if (reserved.has(field)) return true;
    const value = at(record, field);
    const values = Array.isArray(value) ? value : [value];
    const expressions = pattern.split("|").map((part) => part.split("*").map(escaped).join(".*"));
    return values.some((one) =>
      expressions.some((expression) => new RegExp(`^${expression}$`).test(String(one ?? ""))),
    );
  });
}

const escaped = (text: string) => text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");

/** The value at a dotted path. */
function at(record: Json, field: string): unknown {
  return field.split(".").reduce<unknown>((value, key) => (value as Json | undefined)?.[key], record);
}

/** A record with name and UUID and the wanted fields, which may name a whole branch (`nas`) or everything (`*`). */
function select(record: Json, wanted: string[]): Json {
  if (wanted.some((field) => /^\*+$/.test(field))) return record;
  const shown: Json = {};
  for (const field of ["uuid", "name", "id", ...wanted]) {
    const value = at(record, field);
    if (value === undefined) continue;
    const keys = field.split(".");
    const last = keys.pop() ?? field;
    let branch = shown;
    for (const key of keys) branch = (branch[key] ??= {}) as Json;
    branch[last] = value;
  }
  return shown;
}
