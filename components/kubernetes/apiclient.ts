import { request, type Agent } from "node:https";

/** How to reach a Kubernetes API as one user. */
export interface ApiAccess {
  /** `https://host:port`. */
  endpoint: string;
  /** PEM of the CA that must have signed the API's certificate. */
  caCertificate: string;
  /** Client certificate and its key, PEM. */
  credentials: { certificate: string; privateKey: string };
}

/** What is asked of the API. There is no DELETE: nothing in this program removes an object but Pulumi itself. */
export type ApiCall =
  | { method: "GET"; path: string }
  /** Makes a new object. */
  | { method: "POST"; path: string; body: object }
  /** Changes the named fields of an object (JSON merge patch, RFC 7396). */
  | { method: "PATCH"; path: string; body: object };

/** An answer of the API that is no success; the message holds the API's own words. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    path: string,
    body: string,
  ) {
    super(`${path} answered ${status}: ${body.slice(0, 200)}`);
  }
}

export interface CallOptions {
  /** Milliseconds for the whole exchange. @default 5000 */
  timeout?: number;
  /**
   * Connections to share between calls. Without, each call has one of its own, as a kept one would stay with a control
   * plane that has just died.
   */
  agent?: Agent;
  /** What is expected: an object, or plain text as a container wrote it. @default json */
  answer?: "json" | "text";
}

/**
 * One GET with the user's client certificate, the API's certificate verified.
 * @param timeout milliseconds for the whole exchange.
 * @throws ApiError on any status but success; Error when nothing answers in time or its certificate is another's.
 */
export function getJson(access: ApiAccess, path: string, timeout = 5_000): Promise<unknown> {
  return callApi(access, { method: "GET", path }, { timeout });
}

/**
 * One call with the user's client certificate, the API's certificate verified; gives the answer, parsed unless it is text.
 * @throws ApiError on any status but success; Error when nothing answers in time or its certificate is another's.
 */
export function callApi(access: ApiAccess, call: ApiCall, options: CallOptions = {}): Promise<unknown> {
  const { endpoint, caCertificate, credentials } = access;
  const { timeout = 5_000, agent, answer = "json" } = options;
  const { method, path } = call;
  const body = call.method === "GET" ? undefined : JSON.stringify(call.body);
  return new Promise((resolve, reject) => {
    const settings = {
      method,
      ca: caCertificate,
      cert: credentials.certificate,
      key: credentials.privateKey,
      headers: { accept: answer === "json" ? "application/json" : "*/*", ...contentHeaders(method, body) },
      agent: agent ?? (false as const),
      signal: AbortSignal.timeout(timeout),
    };
    const exchange = request(new URL(path, endpoint), settings, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (text += chunk));
      response.on("error", reject);
      response.on("end", () => {
        const status = response.statusCode ?? 0;
        if (status < 200 || status > 299) return reject(new ApiError(status, path, text));
        if (answer === "text") return resolve(text);
        try {
          resolve(JSON.parse(text));
        } catch {
          reject(new Error(`${path} answered something that is not JSON: ${text.slice(0, 200)}`));
        }
      });
    });
    exchange.on("error", (error) =>
      reject(error.name === "AbortError" ? new Error(`no answer within ${timeout / 1000} s`) : error),
    );
    exchange.end(body);
  });
}

function contentHeaders(method: ApiCall["method"], body: string | undefined): Record<string, string> {
  if (body === undefined) return {};
  const type = method === "PATCH" ? "application/merge-patch+json" : "application/json";
  return { "content-type": type, "content-length": String(Buffer.byteLength(body)) };
}
