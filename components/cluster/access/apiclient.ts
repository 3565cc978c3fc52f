import { request } from "node:https";
import type { KeyPair } from "../types";

/** How to reach a Kubernetes API as one user. */
export interface ApiAccess {
  /** `https://host:port`. */
  endpoint: string;
  /** PEM of the CA that must have signed the API's certificate. */
  caCertificate: string;
  credentials: KeyPair;
}

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

/**
 * One GET with the user's client certificate, the API's certificate verified.
 * @param timeout milliseconds for the whole exchange.
 * @throws ApiError on any status but 200; Error when nothing answers in time or its certificate is another's.
 */
export function getJson(access: ApiAccess, path: string, timeout = 5_000): Promise<unknown> {
  const { endpoint, caCertificate, credentials } = access;
  return new Promise((resolve, reject) => {
    const options = {
      ca: caCertificate,
      cert: credentials.certificate,
      key: credentials.privateKey,
      headers: { accept: "application/json" },
      // A connection of its own each time: a kept one would stay with a control plane that has just died.
      agent: false as const,
      signal: AbortSignal.timeout(timeout),
    };
    const call = request(new URL(path, endpoint), options, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (body += chunk));
      response.on("error", reject);
      response.on("end", () => {
        if (response.statusCode !== 200) return reject(new ApiError(response.statusCode ?? 0, path, body));
        try {
          resolve(JSON.parse(body));
        } catch {
          reject(new Error(`${path} answered something that is not JSON: ${body.slice(0, 200)}`));
        }
      });
    });
    call.on("error", (error) =>
      reject(error.name === "AbortError" ? new Error(`no answer within ${timeout / 1000} s`) : error),
    );
    call.end();
  });
}
