import { request } from "node:https";
import { LabError } from "../errors";
import { callApi, type ApiAccess } from "../../components/kubernetes/apiclient";
import { KernelChannel } from "./kernel";
import type { Sample } from "./outage";

/** What is watched. "page" is the log-in page alone, "log-in" is the page and a real log-in. */
export const services = ["api", "page", "log-in", "kernel"] as const;
export type Service = (typeof services)[number];

/** An open notebook: where its kernel answers, and a value that only this very kernel process has. */
export interface OpenKernel {
  /** Path of the websocket at the hub's address. */
  path: string;
  cookie: string;
  /** Run once, when the probes start: gives the expression its value. */
  code: string;
  expression: string;
  value: string;
}

/** All that the probes need; they run inside the data centre's network. */
export interface Targets {
  api: ApiAccess;
  /** Address of the hub, `host:port`. */
  hub: string;
  account: string;
  password: string;
  kernel: OpenKernel;
  /** How long an answer may take before it counts as none, ms. */
  patience: number;
}

/** Between the answer to one question and the next, ms; log-ins cost the hub more than pages do. */
const pauses: Record<Service, number> = { api: 200, page: 200, "log-in": 400, kernel: 200 };

/** Asks every service again and again, and tells what came of it; never ends. */
export async function probe(targets: Targets, report: (service: Service, sample: Sample) => void): Promise<never> {
  const channel = new KernelChannel(`wss://${targets.hub}${targets.kernel.path}`, targets.kernel.cookie);
  const { hub, kernel, patience } = targets;
  await channel.evaluate(kernel.expression, 30_000, kernel.code);
  const questions: Record<Service, () => Promise<void>> = {
    // A read that etcd's quorum must confirm.
    api: async () =>
      void (await callApi(targets.api, { method: "GET", path: "/api/v1/namespaces/default" }, { timeout: patience })),
    page: async () => void (await logInPage(hub, patience)),
    "log-in": () => logIn(targets),
    kernel: () => sameKernel(channel, kernel, patience),
  };
  await Promise.all(services.map((service) => ask(pauses[service], questions[service], (s) => report(service, s))));
  throw new Error("the probes have ended");
}

async function ask(pause: number, question: () => Promise<void>, report: (sample: Sample) => void): Promise<void> {
  for (;;) {
    const at = Date.now();
    const why = await question().then(
      () => undefined,
      (error: Error) => error.message,
    );
    report({ at, took: Date.now() - at, ok: why === undefined, ...(why === undefined ? {} : { why }) });
    await new Promise((done) => setTimeout(done, pause));
  }
}

async function sameKernel(channel: KernelChannel, { expression, value }: OpenKernel, patience: number): Promise<void> {
  const answer = await channel.evaluate(expression, patience);
  if (answer !== value) throw new LabError(`another kernel answers: ${answer}`);
}

interface Answer {
  status: number;
  cookies: string[];
  text: string;
}

/** Each question comes from a browser of its own: no kept connection, no cookie. */
function exchange(hub: string, path: string, patience: number, form?: URLSearchParams, cookie = ""): Promise<Answer> {
  const body = form?.toString();
  const headers = {
    ...(cookie === "" ? {} : { cookie }),
    ...(body === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" }),
  };
  const options = { method: body === undefined ? "GET" : "POST", headers, agent: false, rejectUnauthorized: false };
  return new Promise((resolve, refuse) => {
    const signal = AbortSignal.timeout(patience);
    const sent = request(`https://${hub}${path}`, { ...options, signal }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (text += chunk));
      response.on("error", refuse);
      response.on("end", () => {
        const cookies = (response.headers["set-cookie"] ?? []).map((line) => line.split(";")[0] ?? "");
        resolve({ status: response.statusCode ?? 0, cookies, text });
      });
    });
    sent.on("error", (error) =>
      refuse(error.name === "AbortError" ? new LabError(`no answer within ${patience / 1000} s`) : error),
    );
    sent.end(body);
  });
}

async function logInPage(hub: string, patience: number): Promise<Answer> {
  const page = await exchange(hub, "/hub/login", patience);
  if (page.status !== 200 || !page.text.includes("username_input"))
    throw new LabError(`the log-in page answers ${page.status}`);
  return page;
}

async function logIn({ hub, account, password, patience }: Targets): Promise<void> {
  const { cookies } = await logInPage(hub, patience);
  const token = cookies.find((cookie) => cookie.startsWith("_xsrf="))?.slice("_xsrf=".length) ?? "";
  const form = new URLSearchParams({ username: account, password, _xsrf: token });
  const answer = await exchange(hub, "/hub/login?next=%2Fhub%2Fhome", patience, form, cookies.join("; "));
  if (answer.status === 302 && answer.cookies.some((cookie) => cookie.startsWith("jupyterhub-hub-login="))) return;
  const words = /class="[^"]*login_error[^"]*"[^>]*>([\s\S]*?)</.exec(answer.text)?.[1];
  throw new LabError(words?.replaceAll(/\s+/g, " ").trim() ?? `log-in answers ${answer.status}`);
}
