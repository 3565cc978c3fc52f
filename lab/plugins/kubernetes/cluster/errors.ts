/** What can go wrong between here and an API server. */
import { arrayAt, numberAt, stringAt, type Json } from "../objects/json";

/** The API server answered, with a Status other than success. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly reason: string,
    message: string,
    readonly body: Json,
    readonly retryAfterSeconds: number,
  ) {
    super(message);
    this.name = "ApiError";
  }

  /** Field names in the Status' causes, for example those that are required. */
  get causes(): { reason: string; field: string; message: string }[] {
    return arrayAt(this.body, "details", "causes").map((cause) => ({
      reason: stringAt(cause, "reason"),
      field: stringAt(cause, "field"),
      message: stringAt(cause, "message"),
    }));
  }
}

/** No answer: nothing listens, the connection broke, the name does not resolve, or it took too long. */
export class UnreachableError extends Error {
  constructor(
    readonly server: string,
    readonly code: string,
    cause: string,
  ) {
    super(`the Kubernetes API server ${server} cannot be reached (${cause})`);
    this.name = "UnreachableError";
  }
}

/** The API server does not know the kind: its CustomResourceDefinition is missing, or it was removed. */
export class UnknownKindError extends Error {
  constructor(readonly kind: string) {
    super(`the API server knows no kind ${kind}; check that its CustomResourceDefinition exists and is established`);
    this.name = "UnknownKindError";
  }
}

/** The operation was cancelled by the engine. */
export class CancelledError extends Error {
  constructor() {
    super("cancelled");
    this.name = "CancelledError";
  }
}

/** The error for an answer of 300 or above. `text` is the body, a Status object or anything a proxy may send. */
export function apiError(status: number, text: string, retryAfter: string | undefined): ApiError {
  let body: Json = null;
  try {
    body = JSON.parse(text) as Json;
  } catch {
    // Not the API server's own answer (a load balancer's page, a plain text error): the text is the message.
  }
  const message = stringAt(body, "message") || text.trim().slice(0, 500) || `HTTP status ${status}`;
  const seconds = Number(retryAfter ?? numberAt(body, "details", "retryAfterSeconds"));
  return new ApiError(status, stringAt(body, "reason"), message, body, Number.isFinite(seconds) ? seconds : 0);
}

export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}

export function isAlreadyExists(error: unknown): boolean {
  return error instanceof ApiError && error.status === 409 && error.reason === "AlreadyExists";
}

export function isConflict(error: unknown): boolean {
  return error instanceof ApiError && error.status === 409 && error.reason === "Conflict";
}

const transientMessages =
  /no endpoints available for service|failed calling webhook.*(connection refused|no route to host|i\/o timeout|context deadline|EOF)|etcdserver:|leader changed|the object has been modified|apiserver not ready|TLS handshake timeout|http2: client connection lost/;

/**
 * Whether the same request may succeed a little later: no connection, overload, a gateway without its backend, etcd
 * electing a leader, a webhook whose pods are not up yet.
 */
export function isTransient(error: unknown): boolean {
  if (error instanceof UnreachableError) return !["CERTIFICATE", "CONFIG"].includes(error.code);
  if (!(error instanceof ApiError)) return false;
  if ([429, 502, 503, 504].includes(error.status)) return true;
  return error.status >= 500 && (transientMessages.test(error.message) || error.body === null);
}

/** The message of whatever was thrown. Not by instanceof: errors of Node itself may come from another realm. */
export function messageOf(error: unknown): string {
  const message = typeof error === "object" && error !== null && "message" in error ? error.message : error;
  return String(message);
}
