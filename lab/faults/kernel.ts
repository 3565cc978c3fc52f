import { randomUUID } from "node:crypto";
import { LabError } from "../errors";

/** What a Jupyter server says on a kernel's websocket, as far as anything here looks at it. */
interface Message {
  parent_header?: { msg_id?: string };
  header: { msg_type: string };
  content: { status?: string; user_expressions?: Record<string, { status: string; data?: Record<string, string> }> };
}

/** Node's own WebSocket takes headers, which a browser's does not. */
const Socket = WebSocket as unknown as new (url: string, options: { headers: Record<string, string> }) => WebSocket;

/**
 * The websocket of a running kernel, as JupyterLab has it open: when it breaks, the next question opens it anew, to the
 * same kernel and under the same session.
 */
export class KernelChannel {
  private readonly session = randomUUID();
  private socket: WebSocket | undefined;
  private readonly waiting = new Map<string, (message: Message) => void>();

  /**
   * @param url `wss://…/user/NAME/api/kernels/ID/channels`
   * @param cookie the browser's cookies for it
   */
  constructor(
    private readonly url: string,
    private readonly cookie: string,
  ) {}

  /**
   * Runs code and gives the value of an expression afterwards, as Python writes it.
   *
   * @param patience ms for all of it, the opening of the websocket too
   * @throws LabError where no answer comes in time or the expression has no value; the websocket is closed then
   */
  async evaluate(expression: string, patience: number, code = ""): Promise<string> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, refuse) => {
      timer = setTimeout(() => refuse(new LabError(`no answer within ${patience / 1000} s`)), patience);
    });
    try {
      return await Promise.race([this.ask(expression, code), late]);
    } catch (error) {
      this.close();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  close(): void {
    const { socket } = this;
    this.socket = undefined;
    this.waiting.clear();
    socket?.close();
  }

  private async ask(expression: string, code: string): Promise<string> {
    this.socket ??= await this.open();
    const { socket } = this;
    const id = randomUUID();
    const reply = new Promise<Message>((resolve, refuse) => {
      this.waiting.set(id, resolve);
      socket.addEventListener("close", () => refuse(new LabError("the websocket was closed")), { once: true });
    });
    const content = { code, silent: false, store_history: false, user_expressions: { asked: expression } };
    const header = { msg_id: id, session: this.session, username: "", msg_type: "execute_request", version: "5.3" };
    socket.send(JSON.stringify({ header, parent_header: {}, metadata: {}, content, channel: "shell", buffers: [] }));
    const { user_expressions: values } = (await reply).content;
    const text = values?.["asked"]?.data?.["text/plain"];
    if (text === undefined) throw new LabError(`${expression} has no value: it is not the same kernel`);
    return text;
  }

  private open(): Promise<WebSocket> {
    const socket = new Socket(`${this.url}?session_id=${this.session}`, { headers: { cookie: this.cookie } });
    socket.addEventListener("message", ({ data }) => {
      if (typeof data === "string") this.hear(JSON.parse(data) as Message);
    });
    socket.addEventListener("close", () => {
      if (this.socket === socket) this.socket = undefined;
    });
    return new Promise((resolve, refuse) => {
      socket.addEventListener("open", () => resolve(socket), { once: true });
      socket.addEventListener("error", () => refuse(new LabError("the websocket cannot be opened")), { once: true });
    });
  }

  private hear(message: Message): void {
    if (message.header.msg_type !== "execute_reply") return;
    const id = message.parent_header?.msg_id ?? "";
    this.waiting.get(id)?.(message);
    this.waiting.delete(id);
  }
}
