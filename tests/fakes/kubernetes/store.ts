import { createHash } from "node:crypto";
import type { KubeObject } from "./objects";

/** A refusal of the API's, with its status. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

const collections = [
  "/api/v1/namespaces",
  "/api/v1/persistentvolumes",
  "/api/v1/nodes",
  "/api/v1/namespaces/[^/]+/(?:persistentvolumeclaims|configmaps|pods|services|events)",
  "/apis/apps/v1/namespaces/[^/]+/(?:deployments|replicasets)",
  "/apis/trident\\.netapp\\.io/v1/namespaces/[^/]+/tridentbackendconfigs",
];
const pathPattern = new RegExp(`^(${collections.join("|")})(?:/([^/]+))?$`);
const namePattern = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;

/** Where an object stands: its collection's path, and its name unless the collection is meant. */
export function splitPath(path: string): { collection: string; name?: string } {
  const [, collection, name] = pathPattern.exec(path) ?? [];
  if (collection === undefined) throw new Refused(404, `the server could not find the requested resource ${path}`);
  return { collection, ...(name !== undefined && { name }) };
}

type Fields = Record<string, unknown>;

/** The objects of one cluster, by the path of their collection. */
export class Store {
  private readonly objects = new Map<string, Map<string, KubeObject>>();
  private version = 0;
  private made = 0;
  /** Everything that was ever taken away, by path. Only an operator's own hands do that, never a call of the API. */
  readonly removed: string[] = [];

  /** @param cluster makes the UIDs of two clusters differ */
  constructor(private readonly cluster: string) {}

  all(collection: string): KubeObject[] {
    return [...(this.objects.get(collection)?.values() ?? [])];
  }

  find(collection: string, name: string): KubeObject | undefined {
    return this.objects.get(collection)?.get(name);
  }

  get(collection: string, name: string): KubeObject {
    const found = this.find(collection, name);
    if (found === undefined) throw new Refused(404, `${collection}/${name} not found`);
    return found;
  }

  create(collection: string, body: Fields): KubeObject {
    const [, namespace] = /\/namespaces\/([^/]+)\//.exec(collection) ?? [];
    if (namespace !== undefined && this.find("/api/v1/namespaces", namespace) === undefined)
      throw new Refused(404, `namespaces "${namespace}" not found`);
    const metadata = body["metadata"] as KubeObject["metadata"];
    if (!namePattern.test(metadata.name)) throw new Refused(422, `metadata.name: Invalid value: "${metadata.name}"`);
    if (this.find(collection, metadata.name) !== undefined)
      throw new Refused(409, `${collection}/${metadata.name} already exists`);
    const uid = hashed(`${this.cluster}/${collection}/${metadata.name}/${++this.made}`);
    return this.put(collection, {
      ...(body as unknown as KubeObject),
      metadata: { ...metadata, ...(namespace !== undefined && { namespace }), uid, resourceVersion: "" },
    });
  }

  /** JSON merge patch, RFC 7396. */
  patch(collection: string, name: string, body: Fields): KubeObject {
    return this.put(collection, mergePatch(this.get(collection, name), body) as KubeObject);
  }

  put<T extends KubeObject>(collection: string, object: T): T {
    const stored = { ...object, metadata: { ...object.metadata, resourceVersion: String(++this.version) } };
    const group = this.objects.get(collection) ?? new Map<string, KubeObject>();
    this.objects.set(collection, group.set(stored.metadata.name, stored));
    return stored;
  }

  remove(collection: string, name: string): void {
    this.get(collection, name);
    this.objects.get(collection)?.delete(name);
    this.removed.push(`${collection}/${name}`);
  }

  /** One page, in the order of names. @param selects what is listed */
  list(collection: string, limit: number, after: string, selects: (object: KubeObject) => boolean = () => true) {
    const names = this.all(collection)
      .filter(selects)
      .map(({ metadata }) => metadata.name)
      .sort()
      .filter((name) => name > after);
    const page = limit > 0 ? names.slice(0, limit) : names;
    const next = page.length < names.length ? { continue: Buffer.from(page.at(-1) ?? "").toString("base64") } : {};
    return {
      kind: "List",
      metadata: { resourceVersion: String(this.version), ...next },
      items: page.map((name) => this.get(collection, name)),
    };
  }
}

function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isFields(patch)) return patch;
  const result: Fields = isFields(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch))
    if (value === null) delete result[key];
    else result[key] = mergePatch(result[key], value);
  return result;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A UUID that the same text always gives. */
export function hashed(text: string): string {
  const hash = createHash("sha256").update(text).digest("hex");
  return hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
}
