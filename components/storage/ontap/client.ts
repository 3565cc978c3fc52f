import { X509Certificate } from "node:crypto";
import { isIPv6 } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { exchanger, type Exchange } from "./exchange";

/** Who asks. ONTAP takes a certificate's common name as the user's name. */
export type OntapCredentials =
  | { kind: "password"; username: string; password: string }
  /** Client certificate and its key, PEM. */
  | { kind: "certificate"; certificate: string; privateKey: string };

/** How to reach an ONTAP system's management as one user. */
export interface OntapAccess {
  /** `managementLIF` of the backend: name or IP address of the cluster's or the SVM's management, `host` or `host:port`. */
  address: string;
  /**
   * PEM of the CA (or of the self-signed certificate) that the system's own must come from. Left out: the well-known
   * authorities. There is no way to skip the check.
   */
  trustedCaCertificate?: string;
  credentials: OntapCredentials;
}

export interface OntapOptions {
  /** Milliseconds for one whole exchange, from connecting to the last byte. @default 30000, as ONTAP works up to 15 s */
  timeout?: number;
  /** How often one request is sent at most. @default 5 */
  attempts?: number;
  /** Waits that many milliseconds; tests put their own clock here. */
  sleep?(milliseconds: number): Promise<unknown>;
}

/** Reads from ONTAP. It has one verb, so nothing that holds it can change or delete a volume. */
export interface OntapClient {
  /** For messages. */
  readonly address: string;
  /**
   * @param path with its query, below `/api/`.
   * @returns the parsed answer.
   * @throws Error in one sentence that names address, object and remedy, and never holds the password.
   */
  get(path: string): Promise<unknown>;
}

/** What every message says when a list was not read to its end. */
export const incomplete = "the list is not complete and nothing was concluded from it";

/** The least that the user must be allowed (`security login rest-role create`). */
const rights =
  "a REST role with access readonly on /api/storage/volumes, /api/svm/svms and /api/network/ip/interfaces is enough";

/** Longest that one answer's Retry-After is followed, milliseconds; asked for more, we say so instead of seeming stuck. */
const longestWait = 120_000;

/**
 * A client that only reads.
 * @throws Error when the address is no host, or the client's certificate cannot be read.
 */
export function ontapClient(access: OntapAccess, options: OntapOptions = {}): OntapClient {
  const { address, credentials } = access;
  const { timeout = 30_000, attempts = 5, sleep = pause } = options;
  const user = userOf(address, credentials);
  const send = exchanger({ ...access, origin: originOf(address) }, timeout);

  const get = async (path: string): Promise<unknown> => {
    const [object = path] = path.split("?");
    const fail = (what: string) => new Error(`ONTAP at ${address}, ${object}: ${what}.`);
    for (let attempt = 1; ; attempt++) {
      const outcome = judge(await send(path), user, address);
      if (outcome.kind === "answer") return outcome.body;
      if (outcome.kind === "refused") throw fail(outcome.why);
      const { why, wait = backoff(attempt) } = outcome;
      if (wait > longestWait) {
        throw fail(`${why} and asks to come back in ${Math.ceil(wait / 1000)} s, so ${incomplete}; try again then`);
      }
      if (attempt >= attempts) {
        const remedy = `check that ${address} is its management address, reachable from here and not overloaded`;
        throw fail(`${why} (asked ${attempt} times), so ${incomplete}; ${remedy}`);
      }
      await sleep(wait);
    }
  };
  return { address, get };
}

type Outcome =
  | { kind: "answer"; body: unknown }
  | { kind: "refused"; why: string }
  /** Worth another attempt; `wait` in milliseconds where ONTAP says how long. */
  | { kind: "again"; why: string; wait?: number };

/**
 * What to make of one exchange. Statuses as in docs.netapp.com, ontap-automation/rest/interpret_api_response; 429 and
 * 502 to 504 come from what may stand before ONTAP. Asking again is safe for every one of them, as GET changes nothing.
 */
function judge(exchange: Exchange, user: string, address: string): Outcome {
  if (exchange.kind === "broken") return { kind: "again", why: exchange.why };
  if (exchange.kind === "distrusted") {
    const why = `its certificate is not trusted (${exchange.why})`;
    const remedy = `put the CA that signed it into trustedCACertificate, and use a name or address that it was made for`;
    return { kind: "refused", why: `${why}; ${remedy}` };
  }
  const { status, retryAfter, body, words } = exchange;
  const told = words === undefined ? "" : ` ("${words}")`;
  if (status === 200) {
    if (words !== undefined)
      return { kind: "refused", why: `the answer carries an error${told}, so ${incomplete}; try again` };
    if (body !== undefined) return { kind: "answer", body };
    return {
      kind: "refused",
      why: `the answer is not JSON, so ${incomplete}; check that ${address} is the management address of an ONTAP 9.6 or later`,
    };
  }
  if (status === 401) {
    return {
      kind: "refused",
      why: `${user} is not let in (401${told}); check its password or certificate, and that it may use the application http`,
    };
  }
  if (status === 403) return { kind: "refused", why: `${user} may not read this (403${told}); ${rights}` };
  if (status === 429 || (status >= 500 && status <= 504)) {
    const again = { kind: "again" as const, why: `it answered ${status}${told}` };
    return retryAfter === undefined ? again : { ...again, wait: retryAfter };
  }
  return { kind: "refused", why: `it answered ${status}${told}, so ${incomplete}; it must be an ONTAP 9.6 or later` };
}

/** 0.5 s, 1 s, 2 s, … at most 8 s. */
function backoff(attempt: number): number {
  return Math.min(8_000, 500 * 2 ** (attempt - 1));
}

function originOf(address: string): string {
  const origin = `https://${isIPv6(address) ? `[${address}]` : address}`;
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  // Anything beside host and port (a path, a user, another scheme) would send the request elsewhere than is read here.
  if (url?.hostname && url.href === `${url.origin}/` && !/[/@?#\\\s]/.test(address)) return url.origin;
  throw new Error(
    `ONTAP's address ${JSON.stringify(address)} is no host; give one such as 192.0.2.40 or svm.example.org.`,
  );
}

/** The user for messages, e.g. `user "dsaas"`. */
function userOf(address: string, credentials: OntapCredentials): string {
  if (credentials.kind === "password") return `user ${JSON.stringify(credentials.username)}`;
  try {
    return `the user of the certificate ${JSON.stringify(new X509Certificate(credentials.certificate).subject)}`;
  } catch {
    throw new Error(`ONTAP at ${address}: clientCertificate is no certificate in PEM; give the user's.`);
  }
}
