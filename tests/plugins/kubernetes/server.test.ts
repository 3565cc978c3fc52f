/** The operations against an API server of a few lines on loopback that answers, flaps or is not there. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { patience } from "../../../lab/plugins/kubernetes/cluster/api";
import { objectAt, stringAt, type Json, type JsonObject } from "../../../lab/plugins/kubernetes/objects/json";
import { isUnknown } from "../../../lab/plugins/kubernetes/objects/values";
import { check } from "../../../lab/plugins/kubernetes/operations/check";
import { create } from "../../../lab/plugins/kubernetes/operations/create";
import { remove } from "../../../lab/plugins/kubernetes/operations/delete";
import { diff } from "../../../lab/plugins/kubernetes/operations/diff";
import { InitFailedError, Provider } from "../../../lab/plugins/kubernetes/operations/provider";
import { read } from "../../../lab/plugins/kubernetes/operations/read";
import { parseSettings } from "../../../lab/plugins/kubernetes/operations/settings";
import { update } from "../../../lab/plugins/kubernetes/operations/update";

type Answer = (request: IncomingMessage, response: ServerResponse, body: JsonObject) => boolean;

const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

/** A cluster that knows ConfigMaps and Pods. `intercept` may answer first; its return value says whether it did. */
async function cluster(intercept: Answer = () => false) {
  const store = new Map<string, JsonObject>();
  const calls: string[] = [];
  /** Who applied, and whether by force. */
  const managers: string[] = [];
  const http = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString();
      const body = (text === "" ? {} : JSON.parse(text)) as JsonObject;
      const url = new URL(request.url ?? "", "http://x");
      calls.push(`${request.method} ${url.pathname}`);
      const send = (status: number, answer: Json) => response.writeHead(status).end(JSON.stringify(answer));
      if (intercept(request, response, body)) return;
      const dryRun = url.searchParams.has("dryRun");
      if (url.pathname === "/api/v1") {
        const resource = (name: string, kind: string) => ({ name, kind, namespaced: true });
        return send(200, {
          resources: [resource("configmaps", "ConfigMap"), resource("pods", "Pod"), resource("events", "Event")],
        });
      }
      const status = (code: number, reason: string) => send(code, { kind: "Status", reason, message: reason, code });
      if (request.method === "POST") {
        const name = stringAt(body, "metadata", "name");
        const key = `${url.pathname}/${name}`;
        if (store.has(key)) return status(409, "AlreadyExists");
        const metadata = {
          ...objectAt(body, "metadata"),
          uid: `uid-${name}`,
          creationTimestamp: new Date().toISOString(),
        };
        const made = { ...body, metadata };
        if (!dryRun) store.set(key, made);
        return send(201, made);
      }
      if (/\/(pods|events)$/.test(url.pathname)) return send(200, { items: [] });
      const applied = request.headers["content-type"]?.includes("apply-patch") === true;
      if (applied) managers.push(`${url.searchParams.get("fieldManager")} force=${url.searchParams.get("force")}`);
      const found = store.get(url.pathname) ?? (applied ? {} : undefined);
      if (found === undefined) return status(404, "NotFound");
      if (request.method === "DELETE") store.delete(url.pathname);
      if (request.method === "PATCH" && !dryRun)
        store.set(url.pathname, {
          ...found,
          ...body,
          metadata: { ...objectAt(found, "metadata"), ...objectAt(body, "metadata") },
        });
      return send(200, store.get(url.pathname) ?? { ...found, ...body });
    });
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const { port } = http.address() as AddressInfo;
  closers.push(() => {
    http.closeAllConnections();
    http.close();
  });
  return { port, store, calls, managers };
}

function connect(port: number, config: Record<string, string> = {}) {
  const warnings: string[] = [];
  const log = { warning: (text: string) => warnings.push(text), info: () => undefined, status: () => undefined };
  const kubeconfig = JSON.stringify({
    "current-context": "c",
    contexts: [{ name: "c", context: { cluster: "c" } }],
    clusters: [{ name: "c", cluster: { server: `http://127.0.0.1:${port}` } }],
  });
  const abort = new AbortController();
  closers.push(() => abort.abort());
  return { provider: new Provider(parseSettings({ kubeconfig, ...config }, {}), log, abort.signal), warnings, abort };
}

/** A port that nothing listens on. */
async function closedPort(): Promise<number> {
  const { port } = await cluster();
  closers.splice(0).forEach((close) => close());
  return port;
}

const urn = "urn:pulumi:s::p::kubernetes:core/v1:ConfigMap::cfg";
const news: JsonObject = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "cfg", namespace: "n" },
  data: { a: "1" },
};
const creation = { urn, properties: news, timeout: 0, preview: false };

describe("a cluster that answers", () => {
  it("creates, finds nothing changed, refreshes, updates and deletes", async () => {
    const { port, store } = await cluster();
    const { provider } = connect(port);
    const { id, properties } = await create(provider, creation);
    expect(id).toBe("n/cfg");
    expect(properties).toMatchObject({ data: { a: "1" }, __inputs: news, __initialApiVersion: "v1" });
    const same = await diff(provider, { urn, state: properties, oldInputs: news, news, ignoreChanges: [] });
    expect(same.changes.size).toBe(0);
    expect((await read(provider, { urn, id, state: properties, inputs: news })).inputs).toEqual(news);
    const request = { urn, id, state: properties, oldInputs: news, timeout: 0, preview: false, ignoreChanges: [] };
    const updated = await update(provider, { ...request, news: { ...news, data: { a: "2" } } });
    expect(updated["data"]).toEqual({ a: "2" });
    await remove(provider, { urn, id, state: updated, timeout: 0 });
    expect(store.size).toBe(0);
    expect((await read(provider, { urn, id, state: updated, inputs: news })).id).toBe("");
  });

  it("previews by dry run, without making up a uid", async () => {
    const { port, store } = await cluster();
    const { id, properties } = await create(connect(port).provider, { ...creation, preview: true });
    expect([id, store.size]).toEqual(["", 0]);
    expect(isUnknown(objectAt(properties, "metadata")["uid"])).toBe(true);
  });

  it("does not take over an object that exists", async () => {
    const { port, store } = await cluster();
    store.set("/api/v1/namespaces/n/configmaps/cfg", news);
    await expect(create(connect(port).provider, creation)).rejects.toThrow("pulumi import");
  });

  it("takes over an object that exists where the provider is told to, under the name that the object asks for", async () => {
    const { port, store, managers } = await cluster();
    const { provider } = connect(port, { upsertExistingObjects: "true" });
    const named = { name: "cfg", namespace: "n", annotations: { "pulumi.com/patchFieldManager": "ours" } };
    const request = { ...creation, properties: { ...news, metadata: named } };
    await create(provider, { ...request, preview: true });
    expect(store.size).toBe(0);
    await create(provider, request);
    // As after a run that was killed before the first could be written down.
    const { id, properties } = await create(provider, {
      ...request,
      properties: { ...request.properties, data: { a: "2" } },
    });
    expect([id, properties["data"], store.size]).toEqual(["n/cfg", { a: "2" }, 1]);
    expect(managers).toEqual(["ours force=true", "ours force=false", "ours force=false"]);
  });

  it("keeps an object that does not become ready in the state, with the reasons", async () => {
    const { port } = await cluster();
    const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "p", namespace: "n" }, spec: {} };
    const request = { ...creation, urn: urn.replace("ConfigMap::cfg", "Pod::p"), properties: pod, timeout: 0.3 };
    const error: unknown = await create(connect(port).provider, request).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(InitFailedError);
    expect(error).toMatchObject({ id: "n/p", properties: { kind: "Pod" } });
    expect((error as Error).message).toMatch(/Pod n\/p was created but did not become ready: not ready after/);
  });

  it("stops waiting when cancelled, and keeps what it has made", async () => {
    const { port } = await cluster();
    const { provider, abort } = connect(port);
    const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "p", namespace: "n" }, spec: {} };
    const waiting = create(provider, { ...creation, urn: urn.replace("ConfigMap::cfg", "Pod::p"), properties: pod });
    setTimeout(() => abort.abort(), 300);
    await expect(waiting).rejects.toMatchObject({ name: "InitFailedError", id: "n/p" });
  });

  it("gives names and namespaces", async () => {
    const { port } = await cluster();
    const { provider } = connect(port, { namespace: "team" });
    const bare = { apiVersion: "v1", kind: "ConfigMap", data: {} };
    const { inputs, failures } = await check(provider, { urn, olds: {}, news: bare, seed: new Uint8Array([1]) });
    expect(failures).toEqual([]);
    expect(inputs["metadata"]).toMatchObject({
      name: expect.stringMatching(/^cfg-[0-9a-f]{8}$/) as string,
      namespace: "team",
    });
  });
});

describe("a cluster that flaps", () => {
  it("is asked again after 503, 429 and webhooks without endpoints", async () => {
    const faults = [
      [503, "apiserver not ready"],
      [429, "too many requests"],
      [500, 'failed calling webhook "x": no endpoints available for service "y"'],
    ] as const;
    let tries = 0;
    const { port } = await cluster((request, response) => {
      const fault = request.method === "POST" ? faults[tries++] : undefined;
      if (fault === undefined) return false;
      response.writeHead(fault[0]).end(JSON.stringify({ kind: "Status", message: fault[1], code: fault[0] }));
      return true;
    });
    expect((await create(connect(port).provider, creation)).id).toBe("n/cfg");
    expect(tries).toBe(4);
  });

  it("that broke off after taking in a create has made our object", async () => {
    let broken = false;
    const { port, store } = await cluster((request, response, body) => {
      if (request.method !== "POST" || broken) return false;
      broken = true;
      store.set("/api/v1/namespaces/n/configmaps/cfg", {
        ...body,
        metadata: { ...objectAt(body, "metadata"), uid: "u", creationTimestamp: new Date().toISOString() },
      });
      response.destroy();
      return true;
    });
    expect((await create(connect(port).provider, creation)).id).toBe("n/cfg");
  });
});

describe("a cluster that is not there", () => {
  beforeEach(() => {
    for (const kind of ["preview", "known"] as const) jest.replaceProperty(patience, kind, 100);
  });
  afterEach(() => jest.restoreAllMocks());

  it("is previewed from program and state, with one warning", async () => {
    const { provider, warnings } = connect(await closedPort());
    const first = await create(provider, { ...creation, preview: true });
    expect(first.properties).toMatchObject({ data: { a: "1" } });
    const state = { ...news, __inputs: news, status: { kept: true } };
    const changed = { ...news, data: { a: "2" } };
    const request = { urn, id: "n/cfg", state, oldInputs: news, timeout: 0, preview: true, ignoreChanges: [] };
    expect(await update(provider, { ...request, news: changed })).toMatchObject({
      data: { a: "2" },
      status: { kept: true },
    });
    const found = await diff(provider, { urn, state, oldInputs: news, news: changed, ignoreChanges: [] });
    expect([...found.changes.keys()]).toEqual(["data.a"]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain("cannot be reached");
  });

  it("drops resources from the state only when told to", async () => {
    const port = await closedPort();
    const request = { urn, id: "n/cfg", state: { ...news, __inputs: news }, timeout: 0 };
    const told = connect(port, { deleteUnreachable: "true" });
    await remove(told.provider, request);
    expect(told.warnings[0]).toContain("dropped from the state");
    expect((await read(told.provider, { urn, id: "n/cfg", state: request.state, inputs: news })).id).toBe("");
  });

  it("with a kubeconfig that makes no sense fails at once, saying so", async () => {
    const log = { warning: () => undefined, info: () => undefined, status: () => undefined };
    const provider = new Provider(parseSettings({ kubeconfig: "/nonexistent" }, {}), log, new AbortController().signal);
    await expect(create(provider, creation)).rejects.toThrow("no such file /nonexistent");
    const request = { urn, id: "n/cfg", state: { ...news, __inputs: news }, timeout: 0 };
    await expect(remove(provider, request)).rejects.toThrow("PULUMI_K8S_DELETE_UNREACHABLE");
  });
});
