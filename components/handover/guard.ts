import { KubernetesApi } from "../kubernetes/api";
import type { ApiAccess } from "../kubernetes/apiclient";
import { real, type Surroundings } from "./side";
import { readState, UnknownState, type State } from "./state";

/**
 * Asks the cluster that a side of the stack has now whether it serves for another generation than the one that is to be
 * built there. Call it before any of that side's machines is replaced. A cluster that is not there, or does not answer within
 * two seconds, has nothing against it.
 *
 * @param namespace the hub's
 * @param generation the one to be built
 * @throws Error with the remedy
 */
export async function sideIsFree(
  access: ApiAccess,
  namespace: string,
  generation: string,
  { call, pause }: Surroundings = real,
): Promise<void> {
  const api = new KubernetesApi(access, { timeout: 2_000, tries: 1, call, pause });
  const state = await readState({ api, namespace }).catch((error: unknown): State => {
    if (error instanceof UnknownState) throw error;
    return { state: "absent" };
  });
  if (state.state !== "serving" || state.generation === generation) return;
  const serving = state.generation ?? "of an unknown name";
  throw new Error(
    `Generation ${serving} serves on this side, though its deployment was never finished: its machines cannot be replaced by those of generation ${generation}. ` +
      `Run pulumi up once with the configuration of generation ${serving}, then with the new one.`,
  );
}
