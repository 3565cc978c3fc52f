import type { Agent } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { ApiError, callApi, type ApiAccess, type ApiCall } from "./apiclient";

export interface KubernetesApiOptions {
  /** Milliseconds for one exchange. @default 15000 */
  timeout?: number;
  /** How often a call is made that fails by itself, and not by what it asks for. @default 5 */
  tries?: number;
  /** Connections to share between calls; without, each has one of its own. */
  agent?: Agent;
  /** Makes the exchange. */
  call?: typeof callApi;
  /** Lets milliseconds pass. */
  pause?: (milliseconds: number) => Promise<unknown>;
}

/** Objects on one page of a list. */
const pageSize = 500;

/** Milliseconds between two tries, at most. */
const longestPause = 3_200;

/**
 * One cluster's API, asked again where an API server has just gone or is too busy; so every call made with it may be made
 * twice. It can delete nothing: there is no call for it.
 */
export class KubernetesApi {
  constructor(
    readonly access: ApiAccess,
    private readonly options: KubernetesApiOptions = {},
  ) {}

  /** The same cluster, asked with more or less patience. */
  with(options: KubernetesApiOptions): KubernetesApi {
    return new KubernetesApi(this.access, { ...this.options, ...options });
  }

  async get<T>(path: string, schema: z.ZodType<T>): Promise<T> {
    return schema.parse(await this.call({ method: "GET", path }));
  }

  /** Undefined where there is no such object. */
  async find<T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> {
    return this.get(path, schema).catch((error: unknown) => {
      if (isStatus(error, 404)) return undefined;
      throw error;
    });
  }

  /** @param query e.g. `{ labelSelector: "component=hub" }` */
  async list<T>(path: string, schema: z.ZodType<T>, query: Record<string, string> = {}): Promise<T[]> {
    const page = z.object({
      metadata: z.object({ continue: z.string().optional() }).default({}),
      items: z.array(schema),
    });
    const all: T[] = [];
    let next = "";
    do {
      const more = next === "" ? {} : { continue: next };
      const text = new URLSearchParams({ ...query, limit: String(pageSize), ...more }).toString();
      const { metadata, items } = await this.get(`${path}?${text}`, page);
      all.push(...items);
      next = metadata.continue ?? "";
    } while (next !== "");
    return all;
  }

  /** Makes an object; one that is there already is as good. */
  async create(path: string, body: object): Promise<void> {
    await this.call({ method: "POST", path, body }).catch((error: unknown) => {
      if (!isStatus(error, 409)) throw error;
    });
  }

  async patch(path: string, body: object): Promise<void> {
    await this.call({ method: "PATCH", path, body });
  }

  /** What a container wrote, plain. */
  async text(path: string): Promise<string> {
    return String(await this.call({ method: "GET", path }, "text"));
  }

  async call(call: ApiCall, answer: "json" | "text" = "json"): Promise<unknown> {
    const { timeout = 15_000, tries = 5, agent, call: exchange = callApi, pause = sleep } = this.options;
    for (let done = 1; ; done++) {
      try {
        return await exchange(this.access, call, { timeout, answer, ...(agent && { agent }) });
      } catch (error) {
        if (!isPassing(error) || done >= tries) throw error;
        await pause(Math.min(200 * 2 ** done, longestPause));
      }
    }
  }
}

export function isStatus(error: unknown, status: number): boolean {
  return error instanceof ApiError && error.status === status;
}

/** Whether a failure says nothing about what was asked: nobody answered, or the answer was that it is not the time. */
export function isPassing(error: unknown): boolean {
  return !(error instanceof ApiError) || error.status === 429 || error.status >= 500;
}
