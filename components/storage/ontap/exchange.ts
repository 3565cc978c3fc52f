import type { IncomingMessage } from "node:http";
import { request, type RequestOptions } from "node:https";
import { createSecureContext } from "node:tls";
import type { OntapAccess } from "./client";

/** How one request ended. */
export type Exchange =
  | {
      kind: "reply";
      status: number;
      /** Milliseconds that the reply asks to wait. */
      retryAfter?: number;
      /** The parsed body; left out when it is not JSON. */
      body?: unknown;
      /** ONTAP's own words, as far as it gives any, without the password. */
      words?: string;
    }
  /** No whole answer: not reached, cut off in the middle, too late or too long. */
  | { kind: "broken"; why: string }
  /** Its certificate is another's; nothing was sent. */
  | { kind: "distrusted"; why: string };

/** Larger answers are no page of 500 volumes (1023 characters of comment each). */
const largestAnswer = 32 * 1024 * 1024;

/** Codes of Node.js and OpenSSL for a certificate that fails verification. */
const distrust = /^(CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|INVALID_CA|PATH_LENGTH|HOSTNAME_MISMATCH|ERR_TLS_CERT)/;

/**
 * Gives what sends one GET to `origin`, its certificate verified.
 * @throws Error when the client's certificate and key cannot be used.
 */
export function exchanger(
  access: OntapAccess & { origin: string },
  timeout: number,
): (path: string) => Promise<Exchange> {
  const { origin, credentials, trustedCaCertificate } = access;
  const pair =
    credentials.kind === "certificate" ? { cert: credentials.certificate, key: credentials.privateKey } : undefined;
  const ca = trustedCaCertificate === undefined ? undefined : { ca: trustedCaCertificate };
  checkPems(access, { ...pair, ...ca });
  const token =
    credentials.kind === "password"
      ? Buffer.from(`${credentials.username}:${credentials.password}`).toString("base64")
      : undefined;
  const secrets = credentials.kind === "password" ? [credentials.password, token ?? ""] : [];

  return (path) =>
    new Promise((resolve) => {
      const signal = AbortSignal.timeout(timeout);
      const settings: RequestOptions = {
        method: "GET",
        ...pair,
        ...ca,
        // Said aloud, so that NODE_TLS_REJECT_UNAUTHORIZED=0 in somebody's shell does not turn it off.
        rejectUnauthorized: true,
        headers: {
          // ONTAP leaves out every link but the one to the next page (ontap-automation/rest/input_variables).
          accept: "application/json",
          ...(token === undefined ? {} : { authorization: `Basic ${token}` }),
        },
        agent: false,
        signal,
      };
      const broken = (error: NodeJS.ErrnoException, why: string) => {
        if (signal.aborted) resolve({ kind: "broken", why: `no whole answer within ${timeout / 1000} s` });
        else if (distrust.test(error.code ?? "")) resolve({ kind: "distrusted", why: error.code ?? "" });
        else resolve({ kind: "broken", why: `${why} (${error.code ?? error.name})` });
      };
      const call = request(new URL(path, origin), settings, (response) => {
        const chunks: Buffer[] = [];
        let length = 0;
        response.on("data", (chunk: Buffer) => {
          chunks.push(chunk);
          length += chunk.length;
          if (length <= largestAnswer) return;
          resolve({ kind: "broken", why: `the answer is longer than ${largestAnswer / 2 ** 20} MiB` });
          response.destroy();
        });
        response.on("error", (error) => broken(error, "the answer broke off in the middle"));
        response.on("end", () => resolve(reply(response, Buffer.concat(chunks).toString("utf8"), secrets)));
      });
      call.on("error", (error) => broken(error, "it cannot be reached"));
      call.end();
    });
}

function reply(response: IncomingMessage, text: string, secrets: string[]): Exchange {
  const body = parse(text);
  const words = wordsOf(body, secrets);
  const retryAfter = waitOf(response.headers["retry-after"]);
  return {
    kind: "reply",
    status: response.statusCode ?? 0,
    ...(body === undefined ? {} : { body }),
    ...(words === undefined ? {} : { words }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** `error.message` of an ONTAP answer (model error_response). Bodies of any other shape are not repeated. */
function wordsOf(body: unknown, secrets: string[]): string | undefined {
  const { error } = (body ?? {}) as { error?: { message?: unknown } | null };
  if (typeof error?.message !== "string") return undefined;
  let words = error.message;
  // A gateway may echo what it was sent.
  for (const secret of secrets) if (secret !== "") words = words.replaceAll(secret, "…");
  return words.replace(/\s+/g, " ").slice(0, 200);
}

/** Milliseconds of a Retry-After header: seconds or a date (RFC 9110, 10.2.3). */
function waitOf(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

function checkPems({ address }: OntapAccess, pems: { ca?: string; cert?: string; key?: string }): void {
  try {
    createSecureContext(pems);
  } catch {
    // OpenSSL's words name no file or field, and could quote what they failed on.
    const fields = "trustedCACertificate, clientCertificate or clientPrivateKey";
    throw new Error(`ONTAP at ${address}: ${fields} is no PEM that can be used, or the key is of another certificate.`);
  }
}
