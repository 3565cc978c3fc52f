import { request, type APIRequestContext, type APIResponse } from "playwright-core";
import { LabError } from "./errors";

/** How long a server may take to start while twenty of them do, ms. */
const patience = 300_000;

/**
 * One person's session with the hub and their server, over HTTPS as a browser has it, without a browser: log-in form,
 * cookies, the hub's API and the server's own for files.
 */
export class Session {
  private constructor(
    readonly user: string,
    private readonly hubUrl: string,
    private readonly http: APIRequestContext,
  ) {}

  /**
   * Logs in through the form.
   * @param account as it is typed; the hub knows the user by its lower case
   * @throws LabError with the hub's words where it refuses
   */
  static async open(hubUrl: string, account: string, password: string): Promise<Session> {
    // The lab's certificate is the stack's own.
    const http = await request.newContext({ ignoreHTTPSErrors: true, timeout: 60_000 });
    const session = new Session(account.toLowerCase(), hubUrl, http);
    await http.get(`${hubUrl}/hub/login`);
    const form = { username: account, password, _xsrf: await session.token("/hub/") };
    const answer = await http.post(`${hubUrl}/hub/login`, { form });
    if (!answer.ok() || answer.url().includes("/hub/login"))
      throw new LabError(`${account} is not let in: ${answer.status()} ${refusal(await answer.text())}`);
    return session;
  }

  async close(): Promise<void> {
    await this.http.dispose();
  }

  /** Starts the server in a profile and waits for it; one that runs is left as it is. */
  async startServer(profile: string): Promise<void> {
    const path = `/hub/api/users/${encodeURIComponent(this.user)}`;
    const known = (await this.json("GET", path)) as { servers?: Record<string, { ready: boolean }> };
    if (known.servers?.[""]?.ready !== true) {
      const answer = await this.call("POST", `${path}/server`, { profile });
      // 400 where it is on its way already.
      if (!answer.ok() && answer.status() !== 400)
        throw new LabError(`${this.user}'s server does not start: ${answer.status()} ${await answer.text()}`);
    }
    for (const deadline = Date.now() + patience; ;) {
      const { servers } = (await this.json("GET", path)) as { servers?: Record<string, { ready: boolean }> };
      if (servers?.[""]?.ready === true) break;
      if (Date.now() > deadline) throw new LabError(`${this.user}'s server was not ready within ${patience / 1000} s`);
      await new Promise((done) => setTimeout(done, 1000));
    }
    // Through the server's own log-in, which sends the browser to the hub and back.
    const lab = await this.http.get(`${this.hubUrl}/user/${this.user}/lab`);
    if (!lab.ok()) throw new LabError(`${this.user}'s server answers ${lab.status()} at ${lab.url()}`);
  }

  /** Asks for a server that is not expected to start; gives the hub's words. */
  async refusedServer(profile: string): Promise<string> {
    const answer = await this.call("POST", `/hub/api/users/${encodeURIComponent(this.user)}/server`, { profile });
    return `${answer.status()} ${await answer.text()}`;
  }

  /** What the hub tells of a handover, e.g. `announced`. */
  async notice(): Promise<string> {
    const answer = await this.http.get(`${this.hubUrl}/hub/notice`, { timeout: 2_000 });
    return ((await answer.json()) as { state: string }).state;
  }

  async stopServer(): Promise<void> {
    await this.call("DELETE", `/hub/api/users/${encodeURIComponent(this.user)}/server`);
  }

  /** Asks the hub to stop the server and waits until it says that it has; asks again while the hub itself is away. */
  async endServer(): Promise<void> {
    const path = `/hub/api/users/${encodeURIComponent(this.user)}`;
    let words = "it was not asked";
    for (const deadline = Date.now() + patience; Date.now() < deadline;) {
      words = await this.call("DELETE", `${path}/server`).then(
        async (answer) => `${answer.status()} ${await answer.text()}`,
        (error: Error) => error.message,
      );
      const known = (await this.json("GET", path).catch(() => undefined)) as { servers?: object } | undefined;
      if (known?.servers !== undefined && !("" in known.servers)) return;
      await new Promise((done) => setTimeout(done, 1000));
    }
    throw new LabError(`${this.user}'s server was not stopped within ${patience / 1000} s: ${words}`);
  }

  /** Writes a file into the home, as JupyterLab does when it saves. */
  async write(path: string, content: Buffer): Promise<void> {
    const folders = path.split("/").slice(0, -1);
    for (let depth = 1; depth <= folders.length; depth++)
      await this.succeed("PUT", this.contents(folders.slice(0, depth).join("/")), { type: "directory" });
    const body = { type: "file", format: "base64", content: content.toString("base64") };
    await this.succeed("PUT", this.contents(path), body);
  }

  /** Reads a file of the home. */
  async read(path: string): Promise<Buffer> {
    const model = (await this.json("GET", `${this.contents(path)}?type=file&format=base64`)) as { content: string };
    return Buffer.from(model.content, "base64");
  }

  /** Makes a notebook and starts its kernel, as JupyterLab does when somebody opens one. @returns the kernel's id */
  async openNotebook(path: string): Promise<string> {
    const notebook = { cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 };
    await this.succeed("PUT", this.contents(path), { type: "notebook", format: "json", content: notebook });
    const body = { path, name: path, type: "notebook", kernel: { name: "python3" } };
    const answer = await this.call("POST", `/user/${this.user}/api/sessions`, body);
    if (!answer.ok())
      throw new LabError(`${this.user}'s notebook does not open: ${answer.status()} ${await answer.text()}`);
    return ((await answer.json()) as { kernel: { id: string } }).kernel.id;
  }

  /** The browser's cookies for the user's server, as a header has them. */
  async serverCookie(): Promise<string> {
    const { cookies } = await this.http.storageState();
    const own = cookies.filter(({ path }) => `/user/${this.user}/`.startsWith(path));
    return own.map(({ name, value }) => `${name}=${value}`).join("; ");
  }

  private contents(path: string): string {
    return `/user/${this.user}/api/contents/${path.split("/").map(encodeURIComponent).join("/")}`;
  }

  private async json(method: string, path: string): Promise<unknown> {
    const answer = await this.call(method, path);
    if (!answer.ok())
      throw new LabError(`${method} ${path} as ${this.user}: ${answer.status()} ${await answer.text()}`);
    return answer.json();
  }

  private async succeed(method: string, path: string, data: object): Promise<void> {
    const answer = await this.call(method, path, data);
    if (!answer.ok())
      throw new LabError(`${method} ${path} as ${this.user}: ${answer.status()} ${await answer.text()}`);
  }

  private async call(method: string, path: string, data?: object): Promise<APIResponse> {
    const scope = path.startsWith("/hub/") ? "/hub/" : `/user/${this.user}/`;
    const headers = { "X-XSRFToken": await this.token(scope), referer: `${this.hubUrl}${scope}` };
    return this.http.fetch(`${this.hubUrl}${path}`, { method, headers, ...(data === undefined ? {} : { data }) });
  }

  /** The anti-forgery cookie of the hub or of the server. */
  private async token(path: string): Promise<string> {
    const { cookies } = await this.http.storageState();
    return cookies.find((cookie) => cookie.name === "_xsrf" && cookie.path === path)?.value ?? "";
  }
}

/** What a page of the hub says, without its tags. */
function refusal(html: string): string {
  const said = /class="[^"]*login_error[^"]*"[^>]*>([\s\S]*?)</.exec(html)?.[1];
  // An error page of the hub says why below its heading.
  const text = said ?? /<div class="error">([\s\S]*)/.exec(html)?.[1] ?? html;
  return text
    .replaceAll(/<[^>]*>|\s+/g, " ")
    .replaceAll(/ +/g, " ")
    .trim()
    .slice(0, 300);
}
