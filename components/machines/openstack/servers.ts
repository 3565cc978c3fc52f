import { z } from "zod";
import type { OpenStackApi } from "./api";

/** An instance as Nova knows it. */
export interface Server {
  id: string;
  /** `ACTIVE`, `BUILD`, `ERROR`, … */
  status: string;
  metadata: Record<string, string>;
  /** What Nova says of an instance that went to ERROR. */
  fault: string | undefined;
}

const body = z.object({
  servers: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      status: z.string(),
      metadata: z.record(z.string(), z.string()),
      fault: z.object({ message: z.string() }).optional(),
    }),
  ),
});

/** What an instance of the stack is known by. */
export interface ServerMark {
  name: string;
  metadata: Readonly<Record<string, string>>;
}

/** Every instance of the project with this name and, among others, this metadata. */
export async function serversOf(api: OpenStackApi, { name, metadata }: ServerMark): Promise<Server[]> {
  // Nova takes the name as a pattern; ours have nothing but letters, digits and hyphens.
  const { servers } = body.parse(await api.get("compute", `/servers/detail?name=${encodeURIComponent(`^${name}$`)}`));
  return servers
    .filter((server) => server.name === name && contains(server.metadata, metadata))
    .map(({ id, status, metadata, fault }) => ({ id, status, metadata, fault: fault?.message }));
}

/**
 * Whether an instance is there and has not failed, whatever a run that did not see the end of it knows. Where the cloud does
 * not answer, nothing is held against the instance: whoever asks for more meets the same and says it.
 */
export async function lives(api: OpenStackApi, id: string): Promise<boolean> {
  const found = await api.get("compute", `/servers/${id}`).catch(() => ({ server: { status: "UNKNOWN" } }));
  const read = z.object({ server: z.object({ status: z.string() }) }).safeParse(found);
  return read.success && !["ERROR", "DELETED"].includes(read.data.server.status);
}

const contains = (all: Readonly<Record<string, string>>, some: Readonly<Record<string, string>>): boolean =>
  Object.entries(some).every(([key, value]) => all[key] === value);
