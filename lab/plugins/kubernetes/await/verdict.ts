/** What a look at an object says about its readiness. */
import { arrayAt, stringAt, type Json, type JsonObject } from "../objects/json";

export interface Verdict {
  ready: boolean;
  /** What is still missing, or what is reached, in a few words. */
  message: string;
  /** Set where waiting longer cannot help. */
  failed?: boolean;
}

export const ready = (message = "ready"): Verdict => ({ ready: true, message });
export const pending = (message: string): Verdict => ({ ready: false, message });
export const failed = (message: string): Verdict => ({ ready: false, message, failed: true });

export interface Condition {
  status: string;
  reason: string;
  message: string;
}

export function conditionOf(object: Json | undefined, type: string): Condition | undefined {
  const found = arrayAt(object, "status", "conditions").find((condition) => stringAt(condition, "type") === type);
  if (found === undefined) return undefined;
  return { status: stringAt(found, "status"), reason: stringAt(found, "reason"), message: stringAt(found, "message") };
}

/** Conditions that are not as they should be, one sentence each. `Progressing` and the like are good when true. */
export function badConditions(object: JsonObject): string[] {
  return arrayAt(object, "status", "conditions").flatMap((condition) => {
    const type = stringAt(condition, "type");
    const bad = /Failure|Failed|Pressure|Unavailable/.test(type) ? "True" : "False";
    if (stringAt(condition, "status") !== bad) return [];
    const text = [stringAt(condition, "reason"), stringAt(condition, "message")]
      .filter((part) => part !== "")
      .join(": ");
    return [`condition ${type} is ${bad}${text === "" ? "" : ` (${text})`}`];
  });
}
