/**
 * What a volume's comment says of it. Trident writes a backend's labels there when it makes or imports a volume, as
 * compact JSON `{"provisioning":{"stack":"prod","namespace":"hub","claim":"claim-ada",…}}`
 * (NetApp/trident, storage/storage_pool.go GetTemplatizedLabelsJSON). dsaas gives its backends these labels.
 */
export interface CommentLabels {
  /** Stack's name. */
  stack?: string;
  namespace?: string;
  claim?: string;
  /** Storage class. */
  class?: string;
  /** Backend's name. */
  backend?: string;
}

const names = ["stack", "namespace", "claim", "class", "backend"] as const;

/**
 * Reads a comment. Comments are free text that anybody may write, and ONTAP keeps 1023 characters of them: whatever is
 * not the JSON above says nothing. Never throws.
 */
export function readComment(comment: string | undefined): CommentLabels {
  const provisioning = field(parse(comment), "provisioning");
  const labels: CommentLabels = {};
  for (const name of names) {
    const value = field(provisioning, name);
    if (typeof value === "string" && value !== "") labels[name] = value;
  }
  return labels;
}

/**
 * The claim that labels name. Both names must be ones that Kubernetes allows: a template that Trident could not fill
 * in stays as text such as `{{.volume.Namespace}}`.
 */
export function claimOf({ namespace, claim }: CommentLabels): { namespace: string; claim: string } | undefined {
  if (namespace === undefined || claim === undefined) return undefined;
  return isLabel(namespace) && claim.length <= 253 && claim.split(".").every(isLabel)
    ? { namespace, claim }
    : undefined;
}

/** A DNS label (RFC 1123) as Kubernetes takes it. */
function isLabel(name: string): boolean {
  return name.length <= 63 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name);
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "") as unknown;
  } catch {
    return undefined;
  }
}

/** A field of an object; undefined of anything else. */
function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
