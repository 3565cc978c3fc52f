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

/** Every instance of the project with this name. */
export async function serversCalled(api: OpenStackApi, name: string): Promise<Server[]> {
  // Nova takes the name as a pattern; ours have nothing but letters, digits and hyphens.
  const { servers } = body.parse(await api.get("compute", `/servers/detail?name=${encodeURIComponent(`^${name}$`)}`));
  return servers
    .filter((server) => server.name === name)
    .map(({ id, status, metadata, fault }) => ({ id, status, metadata, fault: fault?.message }));
}
