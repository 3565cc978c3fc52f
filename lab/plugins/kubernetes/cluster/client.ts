/** HTTP to one API server: keep-alive connections, JSON both ways, errors as in ./errors. */
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import type { Json } from "../objects/json";
import { credentialsOf } from "./credentials";
import { ApiError, apiError, CancelledError, messageOf, UnreachableError } from "./errors";
import type { ClusterAccess } from "./kubeconfig";
import { sleep } from "./retry";

export interface Call {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  query?: Readonly<Record<string, string>>;
  body?: Json;
  /** Default application/json. */
  contentType?: string;
  /** Milliseconds until the whole answer must be there. Default: the client's. */
  timeout?: number;
  signal: AbortSignal;
  /** Receives the texts of the answer's Warning headers. */
  onWarning?: (text: string) => void;
}

export interface ClientSettings {
  /** Requests a second once the burst is used up. */
  qps: number;
  burst: number;
  /** Milliseconds. */
  timeout: number;
}

const certificateCodes = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|ERR_TLS|ERR_SSL|ERR_OSSL/;

export class Client {
  private agent: HttpAgent | HttpsAgent | undefined;
  private agentKey: string | undefined;
  private tokens: number;
  private refilled = Date.now();

  constructor(
    private readonly access: ClusterAccess,
    private readonly settings: ClientSettings,
  ) {
    this.tokens = settings.burst;
  }

  get server(): string {
    return this.access.server;
  }

  /** One request. Rejects with ApiError, UnreachableError or CancelledError. */
  async call(call: Call): Promise<Json> {
    await this.throttle(call.signal);
    const url = new URL(this.access.server);
    const query = new URLSearchParams(call.query ?? {}).toString();
    const path = url.pathname.replace(/\/$/, "") + call.path + (query === "" ? "" : `?${query}`);
    const credentials = await credentialsOf(this.access);
    const body = call.body === undefined ? undefined : Buffer.from(JSON.stringify(call.body));
    const headers: Record<string, string> = {
      accept: "application/json",
      "user-agent": "pulumi-kubernetes",
      ...(credentials.authorization === undefined ? {} : { authorization: credentials.authorization }),
      ...(body === undefined
        ? {}
        : { "content-type": call.contentType ?? "application/json", "content-length": String(body.length) }),
    };
    const agent = this.agentFor(url.protocol, credentials.cert, credentials.key);
    const timeout = call.timeout ?? this.settings.timeout;
    return new Promise<Json>((resolve, reject) => {
      if (call.signal.aborted) return reject(new CancelledError());
      const send = url.protocol === "http:" ? httpRequest : httpsRequest;
      const request = send(
        { host: url.hostname.replace(/^\[|\]$/g, ""), port: url.port, path, method: call.method, headers, agent },
        (response) => this.receive(response, call, timer).then(resolve, fail),
      );
      const timer = setTimeout(() => request.destroy(new Error(`no answer within ${timeout / 1000} s`)), timeout);
      const abort = () => request.destroy(new CancelledError());
      call.signal.addEventListener("abort", abort, { once: true });
      const fail = (error: unknown) => reject(this.explain(error));
      request.on("error", (error) => {
        clearTimeout(timer);
        fail(error);
      });
      request.on("close", () => {
        clearTimeout(timer);
        call.signal.removeEventListener("abort", abort);
      });
      request.end(body);
    });
  }

  close(): void {
    this.agent?.destroy();
  }

  private async receive(response: IncomingMessage, call: Call, timer: NodeJS.Timeout): Promise<Json> {
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    clearTimeout(timer);
    const text = Buffer.concat(chunks).toString();
    const status = response.statusCode ?? 0;
    if (status >= 300) throw apiError(status, text, response.headers["retry-after"]);
    for (const warning of warningsOf(response.headers["warning"])) call.onWarning?.(warning);
    return text === "" ? null : (JSON.parse(text) as Json);
  }

  private explain(error: unknown): unknown {
    if (error instanceof ApiError || error instanceof CancelledError) return error;
    const code = (error as NodeJS.ErrnoException).code ?? "";
    return new UnreachableError(this.server, certificateCodes.test(code) ? "CERTIFICATE" : code, messageOf(error));
  }

  private agentFor(protocol: string, cert: string | undefined, key: string | undefined): HttpAgent | HttpsAgent {
    const agentKey = `${cert ?? ""}${key ?? ""}`;
    if (this.agent === undefined || this.agentKey !== agentKey) {
      const common = { keepAlive: true, maxSockets: 32, timeout: 90_000 };
      const { ca, insecure, serverName } = this.access;
      this.agentKey = agentKey;
      this.agent =
        protocol === "http:"
          ? new HttpAgent(common)
          : new HttpsAgent({
              ...common,
              rejectUnauthorized: !insecure,
              ...(ca === undefined ? {} : { ca }),
              ...(serverName === undefined ? {} : { servername: serverName }),
              ...(cert === undefined ? {} : { cert }),
              ...(key === undefined ? {} : { key }),
            });
    }
    return this.agent;
  }

  /** A token bucket of `burst` requests, refilled with `qps` a second. */
  private async throttle(signal: AbortSignal): Promise<void> {
    const { qps, burst } = this.settings;
    if (qps <= 0) return;
    const now = Date.now();
    this.tokens = Math.min(burst, this.tokens + ((now - this.refilled) * qps) / 1000) - 1;
    this.refilled = now;
    if (this.tokens < 0) await sleep((-this.tokens / qps) * 1000, signal);
  }
}

/** Texts of Warning headers: `299 - "text"`, several joined by commas. */
export function warningsOf(header: string | string[] | undefined): string[] {
  const joined = Array.isArray(header) ? header.join(", ") : (header ?? "");
  return [...joined.matchAll(/299 \S+ "((?:[^"\\]|\\.)*)"/g)].map((match) => (match[1] ?? "").replace(/\\(.)/g, "$1"));
}
