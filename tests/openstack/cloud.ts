import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { openStackApi, type OpenStackAccess, type OpenStackApi } from "../../components/machines/openstack";

/** What a request is answered with. */
export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
}

/** `GET /network/v2.0/ports` to its answer; the query is not part of the key. */
export type Replies = Record<string, Reply | ((query: URLSearchParams, body: string) => Reply)>;

/** A cloud on loopback that answers in the shapes of the real services (Zed). */
export interface FakeCloud {
  access: OpenStackAccess;
  api: OpenStackApi;
  /** Every request but log-ins, `GET /network/v2.0/ports?network_id=…`. */
  requests: string[];
  logIns: () => number;
  close(): Promise<void>;
}

const services = { compute: "/compute/v2.1", network: "/network/", image: "/image", "load-balancer": "/lb/v2.0" };

/** A service catalogue as Keystone gives it: with and without versions, three interfaces, two regions. */
function catalogue(origin: string) {
  return Object.entries(services).map(([type, path]) => ({
    id: `${type}-service`,
    name: type,
    type,
    endpoints: ["public", "internal", "admin"].flatMap((kind) =>
      ["RegionOne", "RegionTwo"].map((region) => ({
        id: `${type}-${kind}-${region}`,
        interface: kind,
        region,
        region_id: region,
        url: kind === "public" && region === "RegionOne" ? origin + path : "http://127.0.0.1:9/",
      })),
    ),
  }));
}

export async function fakeCloud(replies: Replies): Promise<FakeCloud> {
  const requests: string[] = [];
  let logIns = 0;
  let origin = "";
  const answer = async (message: IncomingMessage): Promise<Reply> => {
    let text = "";
    for await (const chunk of message) text += String(chunk);
    const url = new URL(message.url ?? "/", origin);
    const key = `${message.method} ${url.pathname}`;
    if (key === "POST /identity/v3/auth/tokens") {
      logIns += 1;
      const custom = replies[key];
      if (custom !== undefined) return typeof custom === "function" ? custom(url.searchParams, text) : custom;
      const token = { project: { id: "p1", name: "dsaas" }, catalog: catalogue(origin), expires_at: "2030-01-01" };
      return { status: 201, headers: { "x-subject-token": `token-${logIns}` }, body: { token } };
    }
    requests.push(`${key}${url.search}`);
    const reply = replies[key];
    if (reply === undefined) return { status: 404, body: { itemNotFound: { code: 404, message: "not here" } } };
    return typeof reply === "function" ? reply(url.searchParams, text) : reply;
  };
  const server: Server = createServer((message, response) => {
    void answer(message).then(({ status = 200, headers = {}, body }) => {
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const access: OpenStackAccess = {
    authUrl: `${origin}/identity/v3`,
    region: "RegionOne",
    applicationCredentialId: "ac1",
    applicationCredentialSecret: "correct horse",
  };
  return {
    access,
    api: openStackApi(access),
    requests,
    logIns: () => logIns,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

const image = (id: string, name: string, more: object = {}) => ({
  id,
  name,
  status: "active",
  min_disk: 0,
  min_ram: 0,
  visibility: "private",
  size: 512,
  ...more,
});
const flavor = (id: string, name: string, vcpus: number, ram: number, disk: number) => ({
  id,
  name,
  vcpus,
  ram,
  disk,
  swap: "",
  "OS-FLV-EXT-DATA:ephemeral": 0,
});

/** What a small cloud has, as its services list it; two networks and two images share a name. */
export const inventory = {
  images: [
    image("11111111-1111-4111-8111-111111111111", "dsaas-node-v1.34.0"),
    image("22222222-2222-4222-8222-222222222222", "twice"),
    image("33333333-3333-4333-8333-333333333333", "twice"),
    image("44444444-4444-4444-8444-444444444444", "large", { min_disk: 100, min_ram: 65536 }),
    image("55555555-5555-4555-8555-555555555555", "off", { status: "deactivated" }),
  ],
  flavors: [
    flavor("1", "m1.medium", 2, 4096, 20),
    flavor("2", "m1.large", 8, 32768, 80),
    flavor("3", "m1.tiny", 1, 512, 0),
  ],
  networks: [
    { id: "net-public", name: "public" },
    { id: "net-a", name: "both" },
    { id: "net-b", name: "both" },
  ],
};

/** The lookups of a stack, answered from the inventory. */
export const lookups: Replies = {
  "GET /image/v2/images": (query) => ({
    body: { images: inventory.images.filter(({ name }) => name === query.get("name")), schema: "/v2/schemas/images" },
  }),
  ...Object.fromEntries(inventory.images.map((found) => [`GET /image/v2/images/${found.id}`, { body: found }])),
  // Two at a time, as a cloud whose operators allow no more.
  "GET /compute/v2.1/flavors/detail": (query) => {
    const marker = query.get("marker");
    const start = marker === null ? 0 : inventory.flavors.findIndex(({ id }) => id === marker) + 1;
    const flavors = inventory.flavors.slice(start, start + 2);
    const more = start + 2 < inventory.flavors.length;
    return { body: { flavors, ...(more && { flavors_links: [{ rel: "next", href: "http://cloud.example.org" }] }) } };
  },
  "GET /network/v2.0/networks": (query) => ({
    body: { networks: query.get("router:external") === "true" ? inventory.networks : [] },
  }),
};
