import { execa } from "execa";
import { inNamespace } from "../../datacentre/daemon";
import { LabError } from "../../errors";
import { apiUrl, authUrl, type Api } from "../facts";
import { curlConfig, parseAnswer, type ApiAnswer, type ApiRequest } from "./curl";

/** The way to the APIs: into a network namespace, or through a socket that one of them listens on. */
export type Route = { namespace: string } | { socket: string };

/** An account and the project that it works in. */
export interface Account {
  user: string;
  password: string;
  project: string;
}

const patience = 120;

/** Sends one request and gives the answer, whatever it says. */
export async function exchange(route: Route, request: ApiRequest): Promise<ApiAnswer> {
  const socket = "socket" in route ? ["--unix-socket", route.socket] : [];
  const options = ["--silent", "--show-error", "--include", "--http1.1", "--noproxy", "*"];
  const curl: [string, ...string[]] = ["curl", ...options, "--max-time", String(patience), ...socket, "--config", "-"];
  const [program, ...args] = inNamespace("namespace" in route ? route.namespace : undefined, curl);
  const { stdout } = await execa(program, args, { input: curlConfig(request), stripFinalNewline: false });
  return parseAnswer(stdout);
}

/** Body of the request for a token. */
export function tokenRequest({ user, password, project }: Account): unknown {
  const domain = { id: "default" };
  return {
    auth: {
      identity: { methods: ["password"], password: { user: { name: user, domain, password } } },
      scope: { project: { name: project, domain } },
    },
  };
}

/** One account's way of calling the APIs. */
export class Client {
  private token: Promise<{ id: string; user: string; project: string }> | undefined;

  constructor(
    private readonly route: Route,
    private readonly account: Account,
  ) {}

  /** Ids of the account's own user and project. */
  async identity(): Promise<{ user: string; project: string }> {
    const { user, project } = await (this.token ??= this.logIn());
    return { user, project };
  }

  /**
   * Calls an API.
   *
   * @param path below the API's root, with its version: `/v2.0/networks`
   * @returns the answer's JSON; undefined where it has none
   * @throws LabError with the API's words where it refuses
   */
  async call<T = unknown>(
    api: Api,
    method: ApiRequest["method"],
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<T> {
    const { id } = await (this.token ??= this.logIn());
    const request = { method, url: `${apiUrl(api)}${path}`, headers: { "X-Auth-Token": id, ...headers }, body };
    const answer = await exchange(this.route, request);
    if (answer.status >= 400)
      throw new LabError(`OpenStack's ${api} API refused ${method} ${path}: ${answer.status} ${answer.body.trim()}`);
    return (answer.body.trim() === "" ? undefined : JSON.parse(answer.body)) as T;
  }

  private async logIn(): Promise<{ id: string; user: string; project: string }> {
    const body = tokenRequest(this.account);
    const answer = await exchange(this.route, { method: "POST", url: `${authUrl}/auth/tokens`, body });
    const id = answer.headers["x-subject-token"];
    if (answer.status !== 201 || id === undefined)
      throw new LabError(`keystone does not let ${this.account.user} in: ${answer.status} ${answer.body.trim()}`);
    const { token } = JSON.parse(answer.body) as { token: { user: { id: string }; project: { id: string } } };
    return { id, user: token.user.id, project: token.project.id };
  }
}
