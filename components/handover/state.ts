import { z } from "zod";
import type { KubernetesApi } from "../kubernetes/api";
import { handoverReport, handoverState } from "./names";

/** Where a cluster stands, as its ConfigMap `handover` tells; only the deployment writes it. */
export type State =
  /** It has not served yet, or was made before there were handovers. */
  | { state: "absent" }
  /** It may use the volumes. */
  | {
      state: "serving";
      generation?: string;
      /** ISO 8601, UTC: when its hub was first seen to answer. Left out: it is on its way. */
      since?: string;
    }
  /** Users are told that their servers will be stopped at `until` (ISO 8601, UTC). */
  | { state: "announced"; until: string; to?: string }
  /** The hub stops users' servers and starts none. */
  | { state: "draining"; until: string; to?: string }
  /** Nothing in it may use the volumes. `to`: the generation that has taken over, or was about to. */
  | { state: "stopped"; to?: string };

const keys = ["state", "until", "generation", "since", "to"] as const;
const schema = z.object({ data: z.record(z.string(), z.string()).default({}) });
const text = z.string().exactOptional();
const stateSchema = z.discriminatedUnion("state", [
  z.object({ state: z.literal("serving"), generation: text, since: text }),
  z.object({ state: z.literal("announced"), until: z.string(), to: text }),
  z.object({ state: z.literal("draining"), until: z.string(), to: text }),
  z.object({ state: z.literal("stopped"), to: text }),
]);

/** The ConfigMap holds something that no deployment writes. */
export class UnknownState extends Error {}

interface Place {
  api: KubernetesApi;
  namespace: string;
}

const folder = (namespace: string) => `/api/v1/namespaces/${namespace}/configmaps`;

/** @throws UnknownState */
export async function readState({ api, namespace }: Place): Promise<State> {
  const found = await api.find(`${folder(namespace)}/${handoverState}`, schema);
  if (found?.data["state"] === undefined) return { state: "absent" };
  const parsed = stateSchema.safeParse(found.data);
  if (parsed.success) return parsed.data;
  throw new UnknownState(
    `ConfigMap ${namespace}/${handoverState} holds ${JSON.stringify(found.data)}, which no deployment writes; set its state to serving or stopped, whichever is true.`,
  );
}

/** Everything that the ConfigMap says is written anew, so that nothing of the state before stays. */
export async function writeState({ api, namespace }: Place, state: Exclude<State, { state: "absent" }>): Promise<void> {
  const said: Partial<Record<(typeof keys)[number], string>> = state;
  await put(api, namespace, handoverState, Object.fromEntries(keys.map((key) => [key, said[key] ?? null])));
}

/** Whether its hub was seen to answer: a handover to it is over. */
export function isFinished(state: State): boolean {
  return state.state === "serving" && state.since !== undefined;
}

/** What the hub says of stopping servers. */
export interface DrainReport {
  state: "draining" | "drained";
  stopped: number;
  left: number;
}

/** Makes the ConfigMap in which the hub reports; it may only change one that is there. */
export async function makeReport({ api, namespace }: Place): Promise<void> {
  await make(api, namespace, handoverReport, {});
}

/** The hub's answer to the announcement with this `until`; undefined while there is none. */
export async function readReport({ api, namespace }: Place, until: string): Promise<DrainReport | undefined> {
  const found = await api.find(`${folder(namespace)}/${handoverReport}`, schema);
  const { state, stopped, left, for: answers } = found?.data ?? {};
  if (answers !== until || (state !== "draining" && state !== "drained")) return undefined;
  return { state, stopped: Number(stopped ?? 0), left: Number(left ?? 0) };
}

async function put(
  api: KubernetesApi,
  namespace: string,
  name: string,
  data: Record<string, string | null>,
): Promise<void> {
  const path = `${folder(namespace)}/${name}`;
  const change = () => api.patch(path, { data });
  if ((await api.find(path, schema)) !== undefined) return change();
  const set = Object.entries(data).flatMap(([key, value]) => (value === null ? [] : [[key, value] as const]));
  await make(api, namespace, name, Object.fromEntries(set));
}

async function make(api: KubernetesApi, namespace: string, name: string, data: Record<string, string>): Promise<void> {
  await api.create(folder(namespace), { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace }, data });
}
