import type { IncomingHttpHeaders } from "node:http";
import { request } from "node:https";
import * as tls from "node:tls";

/** How to reach vCenter: what the stack's vSphere provider is given too. */
export interface VCenterAccess {
  /** Host name, with `:port` where it is not 443. */
  server: string;
  user: string;
  password: string;
  allowUnverifiedTls: boolean;
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Milliseconds for one exchange. */
const patience = 30_000;

/** The same certificates as the provider trusts: those of this machine. Node's own list is all that an older Node knows. */
function trusted(): string[] {
  return [...tls.rootCertificates, ...(tls.getCACertificates?.("system") ?? [])];
}

/**
 * One exchange with vCenter.
 * @throws Error when nothing answers in time or its certificate is not trusted.
 */
export function exchange(
  { server, allowUnverifiedTls }: VCenterAccess,
  call: { method: "GET" | "POST" | "DELETE"; path: string; headers?: Record<string, string>; body?: string },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method, path, headers = {}, body } = call;
    const settings = {
      method,
      headers: { ...headers, ...(body !== undefined && { "content-length": String(Buffer.byteLength(body)) }) },
      signal: AbortSignal.timeout(patience),
      ...(allowUnverifiedTls ? { rejectUnauthorized: false } : { ca: trusted() }),
    };
    const sent = request(new URL(path, `https://${server}`), settings, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (text += chunk));
      response.on("error", reject);
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    sent.on("error", (error) => reject(new Error(`${server}${path}: ${error.message}`)));
    sent.end(body);
  });
}
