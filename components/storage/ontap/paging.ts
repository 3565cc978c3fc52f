import { z } from "zod";
import { incomplete, type OntapClient } from "./client";

/** One record of a collection; every collection read here gives its records a UUID. */
export type OntapRecord = { uuid: string } & Record<string, unknown>;

export interface CollectionQuery {
  /** E.g. `/api/storage/volumes`. */
  path: string;
  /** Filters and `fields`, e.g. `{ "svm.name": "research", fields: "name,size" }`. */
  query: Record<string, string>;
}

export interface PagingOptions {
  /** Records asked for at once. ONTAP may give fewer: it stops after 15 s of work (return_timeout). @default 500 */
  pageSize?: number;
  /** Pages read at most, so that a list that never ends does not either. @default 1000 */
  maxPages?: number;
}

/** An answer with records, e.g. the models volume_response and ip_interface_response. */
const pageSchema = z.object({
  records: z.array(z.looseObject({ uuid: z.string().min(1) })),
  num_records: z.int().nonnegative(),
  error: z.unknown().optional(),
  _links: z.object({ next: z.object({ href: z.string().min(1) }).optional() }).optional(),
});

/**
 * Reads a collection to its end. A page may be short or even empty while more follow: only a page without
 * `_links.next` is the last (docs.netapp.com, ontap-automation/rest/interpret_api_response).
 * @throws Error saying that the list is not complete, whenever anything hints that a record may be missing.
 */
export async function readCollection(
  client: OntapClient,
  { path, query }: CollectionQuery,
  { pageSize = 500, maxPages = 1000 }: PagingOptions = {},
): Promise<OntapRecord[]> {
  const fail = (what: string) =>
    new Error(
      `ONTAP at ${client.address}, ${path}: ${what}, so ${incomplete}; try again, and look at its health if it stays.`,
    );
  const records = new Map<string, OntapRecord>();
  const asked = new Set<string>();
  let href: string | undefined =
    `${path}?${new URLSearchParams({ ...query, max_records: String(pageSize) }).toString()}`;
  while (href !== undefined) {
    if (asked.has(href)) throw fail(`page ${asked.size} leads back to one that was read already`);
    if (asked.size >= maxPages) throw fail(`there are more than ${maxPages} pages`);
    asked.add(href);
    const body = await client.get(href);
    const number = asked.size;
    const parsed = pageSchema.safeParse(body);
    if (!parsed.success) throw fail(`page ${number} is no list: ${flaws(parsed.error)}`);
    const page = parsed.data;
    if (page.error !== undefined) throw fail(`page ${number} carries an error`);
    if (page.num_records !== page.records.length) {
      throw fail(`page ${number} says ${page.num_records} records and holds ${page.records.length}`);
    }
    for (const record of page.records) {
      if (records.has(record.uuid)) throw fail(`page ${number} holds the UUID ${record.uuid} a second time`);
      records.set(record.uuid, record);
    }
    href = page._links?.next?.href;
    // Credentials go with every request: never to a host, nor to an object, that the answer chooses.
    if (href !== undefined && href.split("?")[0] !== path) throw fail(`page ${number} leads elsewhere than to ${path}`);
  }
  return [...records.values()];
}

/** Where the answer differs from what is expected, e.g. `records: …`. At most three, as every record may be wrong. */
function flaws({ issues }: z.ZodError): string {
  const told = issues.slice(0, 3).map(({ path, message }) => `${path.join(".") || "it"}: ${message}`);
  return told.join("; ");
}
