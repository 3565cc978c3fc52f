import type { Outcome } from "./types";
import { count } from "./wait";

/** What an update says when it is done. */
export function outcomeText(outcome: Outcome, generation: string): string {
  switch (outcome.kind) {
    case "unchanged":
      return `Generation ${generation} serves.`;
    case "started":
      return `Generation ${generation} serves; there was no other to take over from.`;
    case "handedOver": {
      const { from, servers, evicted, seconds } = outcome;
      const forced = evicted === 0 ? "" : ` (${evicted} of them evicted)`;
      const parts = (["notice", "drain", "stop", "attach", "start"] as const).map((key) => `${key} ${seconds[key]}`);
      return (
        `Generation ${generation} has taken over from generation ${from}: ${count(servers, "server")} of users stopped${forced}, ` +
        `log-in away for ${seconds.outage.toFixed(1)} s (in seconds: ${parts.join(", ")}).`
      );
    }
    default:
      return outcome satisfies never;
  }
}
