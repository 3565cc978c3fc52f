import { claimKey } from "./cluster";
import type { Plan } from "./plan";
import type { ClaimName } from "./types";

/** What re-attachment did, or would do. */
export interface Report {
  /** `namespace/claim` of the volumes that were, or will be, attached. */
  attached: string[];
  /** How many had their volume already. */
  already: number;
  notes: string[];
  /** Seconds; left out in a preview. */
  seconds?: number;
  /** Annotations of the stack's own claims, by claim; what they need to get their volumes. */
  stackClaims: Record<string, Record<string, string>>;
}

/** Names in a sentence at most, so that a preview stays readable; the report in the cluster has them all. */
const most = 50;

export function report(plan: Plan, notes: string[], attached: ClaimName[], seconds?: number): Report {
  return {
    attached: attached.map(claimKey),
    already: plan.attached.length,
    notes,
    stackClaims: {},
    ...(seconds === undefined ? {} : { seconds }),
  };
}

/** What a preview says. Empty where there is nothing to say. */
export function previewLines({ attached, already, notes }: Report): string[] {
  if (attached.length === 0 && notes.length === 0) return [];
  const count = `Re-attachment: ${volumes(attached.length)} will be attached, ${already} ${already === 1 ? "has its" : "have their"} volume already.`;
  return [attached.length === 0 ? count : `${count} To attach: ${named(attached)}.`, ...notes];
}

/** What an update says when it is done. */
export function doneLines({ attached, already, notes, seconds = 0 }: Report): string[] {
  if (attached.length === 0 && notes.length === 0) return [];
  const count = `Re-attachment: ${volumes(attached.length)} attached in ${seconds.toFixed(1)} s, ${already} had their volume already.`;
  return [attached.length === 0 ? count : `${count} Attached: ${named(attached)}.`, ...notes];
}

/** Everything that stands in the way, as one text. */
export function refusalText(refusals: string[]): string {
  return [
    `Nothing was re-attached, and the hub was not started: ${refusals.length} ${refusals.length === 1 ? "question is" : "questions are"} open.`,
    ...refusals.map((refusal) => `  - ${refusal}`),
  ].join("\n");
}

function volumes(count: number): string {
  return `${count} ${count === 1 ? "volume" : "volumes"}`;
}

function named(names: string[]): string {
  const rest = names.length - most;
  return rest > 0 ? `${names.slice(0, most).join(", ")} and ${rest} more` : names.join(", ");
}
