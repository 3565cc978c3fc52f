import { request as plainRequest, type IncomingHttpHeaders } from "node:http";
import { request as tlsRequest } from "node:https";
import * as tls from "node:tls";

/** Whose certificates are accepted. */
export type Trust =
  /** Those that this machine trusts. */
  | { kind: "system" }
  /** Those of one CA besides, PEM. */
  | { kind: "ca"; pem: string }
  /** Any; for test systems. */
  | { kind: "any" };

export interface Call {
  method: "GET" | "POST" | "PUT" | "DELETE";
  headers?: Record<string, string>;
  body?: string;
  /** Milliseconds for the whole exchange. @default 30000 */
  patience?: number;
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** The same certificates as a Go program trusts: those of this machine. Node's own list is all that an older Node knows. */
function trusted(): string[] {
  return [...tls.rootCertificates, ...(tls.getCACertificates?.("system") ?? [])];
}

function tlsSettings(trust: Trust): tls.ConnectionOptions {
  switch (trust.kind) {
    case "system":
      return { ca: trusted() };
    case "ca":
      return { ca: [...trusted(), trust.pem] };
    case "any":
      return { rejectUnauthorized: false };
    default:
      return trust satisfies never;
  }
}

/**
 * One HTTP exchange, whatever its answer's status.
 * @throws Error naming the address when nothing answers in time or its certificate is not trusted.
 */
export function exchange(url: URL, trust: Trust, call: Call): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method, headers = {}, body, patience = 30_000 } = call;
    const settings = {
      method,
      headers: { ...headers, ...(body !== undefined && { "content-length": String(Buffer.byteLength(body)) }) },
      signal: AbortSignal.timeout(patience),
      ...(url.protocol === "https:" && tlsSettings(trust)),
    };
    const send = url.protocol === "https:" ? tlsRequest : plainRequest;
    const sent = send(url, settings, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (text += chunk));
      response.on("error", reject);
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    sent.on("error", (error) => reject(new Error(`${url.host}${url.pathname}: ${error.message}`)));
    sent.end(body);
  });
}
