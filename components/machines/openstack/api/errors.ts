/** An answer of an OpenStack service that is no success. */
export class OpenStackError extends Error {
  /**
   * @param status HTTP status; 0 where nothing answered
   * @param words what the service said, in its own words
   */
  constructor(
    readonly status: number,
    readonly words: string,
    readonly what: string,
  ) {
    super(`${what}: ${words}${status === 0 ? "" : ` (${status})`}`);
    this.name = "OpenStackError";
  }
}

/**
 * The sentence in an error's body. Each service wraps it in its own way: `{ forbidden: { message } }` (Nova, Cinder),
 * `{ NeutronError: { message } }`, `{ error: { message } }` (Keystone), `{ faultstring }` (Octavia), HTML (Glance).
 */
export function wordsOf(body: string): string {
  try {
    return wordsIn(JSON.parse(body)) ?? body.trim().slice(0, 300);
  } catch {
    const text = body
      .replace(/<(head|title|style)\b[\s\S]*?<\/\1>/gi, " ")
      .replace(/<[^>]*>/g, " ")
      .replace(/\s+/g, " ");
    return text.trim().slice(0, 300) || "no reason given";
  }
}

function wordsIn(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const fields = value as Record<string, unknown>;
  for (const key of ["message", "faultstring"]) {
    const words = fields[key];
    if (typeof words === "string" && words.trim() !== "") return words.trim();
  }
  for (const inner of Object.values(fields)) {
    const words = wordsIn(inner);
    if (words !== undefined) return words;
  }
  return undefined;
}
