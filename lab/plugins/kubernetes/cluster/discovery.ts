/** Which path and scope each kind has, asked from the API server once for each group and version. */
import { arrayAt, stringAt, type Json, type JsonObject } from "../objects/json";
import { apiVersionOf, builtInNamespaced, type Kind } from "../objects/kinds";
import { isNotFound, UnknownKindError } from "./errors";

export interface Mapping {
  plural: string;
  namespaced: boolean;
  /** `/api/v1` or `/apis/GROUP/VERSION`. */
  root: string;
}

interface Listing {
  fetched: number;
  kinds: Promise<Map<string, Mapping>>;
}

export class Discovery {
  private readonly listings = new Map<string, Listing>();
  /** Scope of kinds whose CustomResourceDefinition this program declares but the server may not have yet. */
  private readonly declared = new Map<string, boolean>();

  /** @param get fetches a path and parses the answer */
  constructor(private readonly get: (path: string) => Promise<Json>) {}

  /** Remembers the scope that a CustomResourceDefinition gives its kind. */
  declare(definition: JsonObject): void {
    const group = stringAt(definition, "spec", "group");
    const kind = stringAt(definition, "spec", "names", "kind");
    const scope = stringAt(definition, "spec", "scope");
    if (kind !== "" && scope !== "") this.declared.set(`${group}/${kind}`, scope !== "Cluster");
  }

  /** Forgets what the server said: a CustomResourceDefinition came or went. */
  forget(): void {
    this.listings.clear();
  }

  /** Whether the kind lives in namespaces, without asking the server; undefined if only it can tell. */
  knownNamespaced(kind: Kind): boolean | undefined {
    return builtInNamespaced(kind) ?? this.declared.get(`${kind.group}/${kind.kind}`);
  }

  /** The kind's mapping. A kind not listed is asked for again, since its definition may just have been established. */
  async mapping(kind: Kind): Promise<Mapping> {
    const apiVersion = apiVersionOf(kind);
    const asked = Date.now();
    const cached = this.listings.get(apiVersion);
    const found = cached === undefined ? undefined : (await cached.kinds).get(kind.kind);
    if (found !== undefined) return found;
    if (cached === undefined || (this.listings.get(apiVersion) === cached && cached.fetched <= asked - 200)) {
      this.fetch(kind, apiVersion);
    }
    const fresh = (await this.listings.get(apiVersion)?.kinds)?.get(kind.kind);
    if (fresh === undefined) throw new UnknownKindError(`${apiVersion}/${kind.kind}`);
    return fresh;
  }

  private fetch(kind: Kind, apiVersion: string): void {
    const root = kind.group === "" ? `/api/${kind.version}` : `/apis/${apiVersion}`;
    const kinds = this.get(root).then(
      (list) => mappingsOf(list, root),
      (error: unknown) => {
        if (isNotFound(error)) return new Map<string, Mapping>();
        this.listings.delete(apiVersion);
        throw error;
      },
    );
    this.listings.set(apiVersion, { fetched: Date.now(), kinds });
  }
}

/** Kinds in an APIResourceList; subresources (names with a slash) are left out. */
export function mappingsOf(list: Json, root: string): Map<string, Mapping> {
  const mappings = new Map<string, Mapping>();
  for (const item of arrayAt(list, "resources")) {
    const plural = stringAt(item, "name");
    if (plural.includes("/")) continue;
    const namespaced = typeof item === "object" && item !== null && !Array.isArray(item) && item["namespaced"] === true;
    mappings.set(stringAt(item, "kind"), { plural, namespaced, root });
  }
  return mappings;
}
