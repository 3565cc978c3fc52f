/** Operations on objects of any kind, patient with a control plane that comes and goes. */
import { stringAt, type Json, type JsonObject } from "../objects/json";
import { apiVersionOf, kindOfObject, type Kind } from "../objects/kinds";
import type { Call, Client } from "./client";
import { Discovery, type Mapping } from "./discovery";
import { isAlreadyExists, isNotFound, isTransient, messageOf, UnreachableError } from "./errors";
import { withRetry } from "./retry";

/** How long to put up with failures that may pass, in milliseconds. */
export const patience = {
  /** Previews: enough for a connection that the server closed while idle. */
  preview: 1_500,
  read: 30_000,
  write: 120_000,
  /** After an operation already gave up on the server less than a minute ago. */
  known: 5_000,
};

/** Milliseconds that a question of a preview may take: a preview rather guesses than hangs. */
const previewTimeout = 8_000;

/** Milliseconds after which a server given up on is asked again by previews, and with full patience by others. */
const memory = 60_000;

export interface Options {
  signal: AbortSignal;
  /** Milliseconds, see `patience`. */
  budget: number;
  dryRun?: boolean;
  onWarning?: (text: string) => void;
  /** Told before each wait for a server that does not answer. */
  onRetry?: (reason: string) => void;
}

export interface ApplyOptions extends Options {
  fieldManager: string;
  force: boolean;
}

export class Api {
  readonly discovery: Discovery;
  /** When the server was last given up on, by previews and by real work: a preview gives up much sooner. */
  private readonly gaveUp = new Map<"preview" | "work", { time: number; error: UnreachableError }>();

  constructor(
    readonly client: Client,
    private readonly signal: AbortSignal,
  ) {
    this.discovery = new Discovery((path) =>
      this.client.call({ method: "GET", path, signal, timeout: previewTimeout }),
    );
  }

  /** Whether the kind lives in namespaces. Asks the server about custom kinds only, once, without patience. */
  async isNamespaced(kind: Kind): Promise<boolean> {
    const known = this.discovery.knownNamespaced(kind);
    if (known !== undefined) return known;
    const mapping = await this.try({ signal: this.signal, budget: 0, dryRun: true }, () =>
      this.discovery.mapping(kind),
    );
    return mapping.namespaced;
  }

  async get(kind: Kind, namespace: string, name: string, options: Options): Promise<JsonObject> {
    return this.try(options, async () => {
      const path = objectPath(await this.discovery.mapping(kind), namespace, name);
      return asObject(await this.client.call({ method: "GET", path, ...passed(options) }));
    });
  }

  /** Objects of a kind in a namespace; `query` holds selectors. */
  async list(kind: Kind, namespace: string, query: Record<string, string>, options: Options): Promise<Json[]> {
    return this.try(options, async () => {
      const path = collectionPath(await this.discovery.mapping(kind), namespace);
      const answer = asObject(await this.client.call({ method: "GET", path, query, signal: options.signal }));
      const items = answer["items"];
      return Array.isArray(items) ? items : [];
    });
  }

  /**
   * Creates an object. A try that broke off after the server had taken it in shows as "already exists" on the next:
   * then an object made since the first try by `fieldManager` alone is ours.
   */
  async create(object: JsonObject, fieldManager: string, options: Options): Promise<JsonObject> {
    const kind = kindOfObject(object);
    const started = Date.now();
    let brokeOff = false;
    return this.try(options, async () => {
      const mapping = await this.discovery.mapping(kind);
      const { namespace, name } = identity(object, mapping);
      const body = mapping.namespaced
        ? { ...object, metadata: { ...metadata(object), namespace } }
        : withoutNamespace(object);
      const query = { fieldManager, fieldValidation: "Warn", ...dryRun(options) };
      try {
        return asObject(
          await this.client.call({
            method: "POST",
            path: collectionPath(mapping, namespace),
            query,
            body,
            ...passed(options),
          }),
        );
      } catch (error) {
        if (error instanceof UnreachableError && error.code !== "ECONNREFUSED") brokeOff = true;
        if (!brokeOff || !isAlreadyExists(error)) throw error;
        const existing = asObject(
          await this.client.call({ method: "GET", path: objectPath(mapping, namespace, name), signal: options.signal }),
        );
        const age = started - Date.parse(stringAt(existing, "metadata", "creationTimestamp"));
        if (age > 5_000) throw error;
        return existing;
      }
    });
  }

  /** Server-side apply. The object need not exist; see operations/apply.ts for when it must. */
  async apply(object: JsonObject, options: ApplyOptions): Promise<JsonObject> {
    return this.try(options, async () => {
      const mapping = await this.discovery.mapping(kindOfObject(object));
      const { namespace, name } = identity(object, mapping);
      const body = mapping.namespaced ? object : withoutNamespace(object);
      const query = {
        fieldManager: options.fieldManager,
        force: String(options.force),
        fieldValidation: "Warn",
        ...dryRun(options),
      };
      const contentType = "application/apply-patch+yaml";
      const path = objectPath(mapping, namespace, name);
      return asObject(await this.client.call({ method: "PATCH", path, query, body, contentType, ...passed(options) }));
    });
  }

  /** Patches by merge patch (an object) or JSON patch (a list of operations). */
  async patch(target: JsonObject, patch: Json, fieldManager: string, options: Options): Promise<JsonObject> {
    return this.try(options, async () => {
      const mapping = await this.discovery.mapping(kindOfObject(target));
      const { namespace, name } = identity(target, mapping);
      const contentType = Array.isArray(patch) ? "application/json-patch+json" : "application/merge-patch+json";
      const query = { ...(fieldManager === "" ? {} : { fieldManager }), ...dryRun(options) };
      const path = objectPath(mapping, namespace, name);
      return asObject(
        await this.client.call({ method: "PATCH", path, query, body: patch, contentType, ...passed(options) }),
      );
    });
  }

  async replace(object: JsonObject, fieldManager: string, options: Options): Promise<JsonObject> {
    return this.try(options, async () => {
      const mapping = await this.discovery.mapping(kindOfObject(object));
      const { namespace, name } = identity(object, mapping);
      const query = { fieldManager, fieldValidation: "Warn", ...dryRun(options) };
      const path = objectPath(mapping, namespace, name);
      return asObject(await this.client.call({ method: "PUT", path, query, body: object, ...passed(options) }));
    });
  }

  /** Asks for deletion; an object that is not there any more is as good as deleted. Returns false then. */
  async delete(kind: Kind, namespace: string, name: string, propagation: string, options: Options): Promise<boolean> {
    try {
      await this.try(options, async () => {
        const path = objectPath(await this.discovery.mapping(kind), namespace, name);
        const body = { apiVersion: "v1", kind: "DeleteOptions", propagationPolicy: propagation };
        await this.client.call({ method: "DELETE", path, body, signal: options.signal });
      });
      return true;
    } catch (error) {
      if (isNotFound(error)) return false;
      throw error;
    }
  }

  private async try<T>(options: Options, attempt: () => Promise<T>): Promise<T> {
    const purpose = options.dryRun === true ? "preview" : "work";
    const last = this.gaveUp.get(purpose);
    const recent = last !== undefined && Date.now() - last.time < memory ? last.error : undefined;
    // Who has little patience takes the answer that is known: for a cluster that is gone, the official provider asks once.
    if (recent !== undefined && (purpose === "preview" || options.budget <= patience.known)) throw recent;
    try {
      const result = await withRetry(attempt, {
        budget: recent === undefined ? options.budget : Math.min(options.budget, patience.known),
        retryable: isTransient,
        signal: options.signal,
        onRetry: (error) => options.onRetry?.(messageOf(error)),
      });
      this.gaveUp.clear();
      return result;
    } catch (error) {
      const final = purpose === "preview" || options.budget >= patience.known;
      if (final && error instanceof UnreachableError) this.gaveUp.set(purpose, { time: Date.now(), error });
      throw error;
    }
  }
}

function passed(options: Options): Pick<Call, "signal" | "onWarning" | "timeout"> {
  return {
    signal: options.signal,
    ...(options.dryRun === true ? { timeout: previewTimeout } : {}),
    ...(options.onWarning === undefined ? {} : { onWarning: options.onWarning }),
  };
}

function dryRun(options: Options): Record<string, string> {
  return options.dryRun === true ? { dryRun: "All" } : {};
}

function metadata(object: JsonObject): JsonObject {
  const value = object["metadata"];
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}

function withoutNamespace(object: JsonObject): JsonObject {
  const { namespace: _namespace, ...rest } = metadata(object);
  return { ...object, metadata: rest };
}

function identity(object: JsonObject, mapping: Mapping): { namespace: string; name: string } {
  const namespace = mapping.namespaced ? stringAt(object, "metadata", "namespace") || "default" : "";
  return { namespace, name: stringAt(object, "metadata", "name") };
}

function asObject(value: Json): JsonObject {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw new Error("the API server answered with something that is not an object");
}

export function collectionPath(mapping: Mapping, namespace: string): string {
  const scope = mapping.namespaced ? `/namespaces/${encodeURIComponent(namespace || "default")}` : "";
  return `${mapping.root}${scope}/${mapping.plural}`;
}

export function objectPath(mapping: Mapping, namespace: string, name: string): string {
  if (name === "") throw new Error("the object has no name");
  return `${collectionPath(mapping, namespace)}/${encodeURIComponent(name)}`;
}

export function describe(kind: Kind, name: string): string {
  return `${apiVersionOf(kind)}/${kind.kind} "${name}"`;
}
