import { OpenStackError, openStackApi } from "../../../../components/machines/openstack/api";
import { endpointOf } from "../../../../components/machines/openstack/api/catalogue";
import { wordsOf } from "../../../../components/machines/openstack/api/errors";
import { fakeCloud, type FakeCloud, type Replies } from "../../../openstack/cloud";

let cloud: FakeCloud;
const start = async (replies: Replies) => (cloud = await fakeCloud(replies));
afterEach(() => cloud.close());

test("one log-in serves all requests, at the addresses that the catalogue names", async () => {
  const { api, requests, logIns } = await start({
    "GET /network/v2.0/ports": { body: { ports: [] } },
    "GET /compute/v2.1/servers/a": { body: { server: { id: "a" } } },
  });
  const answers = await Promise.all([
    api.get("network", "/ports?name=x"),
    api.get("compute", "/servers/a"),
    api.get("compute", "/servers/b"),
  ]);
  expect(answers).toEqual([{ ports: [] }, { server: { id: "a" } }, undefined]);
  expect(requests.sort()).toEqual([
    "GET /compute/v2.1/servers/a",
    "GET /compute/v2.1/servers/b",
    "GET /network/v2.0/ports?name=x",
  ]);
  expect(logIns()).toBe(1);
});

test("a token that has ended is renewed once; what stays refused is an error", async () => {
  let refusals = 1;
  const { api, logIns } = await start({
    "GET /network/v2.0/ports": () => (refusals-- > 0 ? { status: 401 } : { body: { ports: [] } }),
    "DELETE /network/v2.0/ports/p": { status: 401, body: { error: { code: 401, message: "Authentication required" } } },
  });
  expect(await api.get("network", "/ports")).toEqual({ ports: [] });
  expect(logIns()).toBe(2);
  await expect(api.remove("network", "/ports/p")).rejects.toThrow(
    "DELETE network /ports/p: Authentication required (401)",
  );
});

test("deleting what is gone is no error, and what is in use says so", async () => {
  const { api } = await start({
    "DELETE /network/v2.0/networks/n": {
      status: 409,
      body: { NeutronError: { type: "NetworkInUse", message: "There are one or more ports still in use", detail: "" } },
    },
  });
  await api.remove("network", "/networks/gone");
  const error = await api.remove("network", "/networks/n").catch((reason: unknown) => reason as OpenStackError);
  expect(error).toMatchObject({ status: 409, words: "There are one or more ports still in use" });
});

test("the secret is in no error", async () => {
  const { access } = await start({
    "POST /identity/v3/auth/tokens": { status: 401, body: { error: { message: "no" } } },
  });
  await expect(openStackApi(access).get("network", "/ports")).rejects.toThrow(/^log-in to Keystone: no \(401\)$/);
});

test.each([
  [
    "Nova",
    '{"forbidden": {"code": 403, "message": "Quota exceeded for instances: Requested 1, but already used 2 of 2"}}',
  ],
  [
    "Neutron",
    '{"NeutronError": {"type": "OverQuota", "message": "Quota exceeded for resources: [\'port\'].", "detail": ""}}',
  ],
  [
    "Keystone",
    '{"error": {"code": 401, "message": "The request you have made requires authentication.", "title": "Unauthorized"}}',
  ],
  [
    "Octavia",
    '{"faultcode": "Client", "faultstring": "Policy does not allow this request to be performed.", "debuginfo": null}',
  ],
  [
    "Glance",
    "<html>\n <head>\n  <title>404 Not Found</title>\n </head>\n <body>\n  <h1>404 Not Found</h1>\n  No image found with ID x<br /><br />\n\n\n\n </body>\n</html>",
  ],
  ["nothing", ""],
])("what %s says is found in its error", (_, body) => expect(wordsOf(body)).toMatchSnapshot());

describe("the catalogue", () => {
  const entry = (type: string, url: string, region = "RegionOne") => ({
    type,
    endpoints: [{ interface: "public", region_id: region, url }],
  });
  test.each([
    ["network", "https://c.example.org:9696", "https://c.example.org:9696/v2.0"],
    ["network", "https://c.example.org/network/v2.0/", "https://c.example.org/network/v2.0"],
    ["image", "https://c.example.org/image/", "https://c.example.org/image/v2"],
    ["image", "https://c.example.org/image/v2", "https://c.example.org/image/v2"],
    ["load-balancer", "https://c.example.org/lb", "https://c.example.org/lb/v2"],
    ["compute", "https://c.example.org/v2.1/p1", "https://c.example.org/v2.1/p1"],
  ] as const)("%s at %s", (service, url, expected) => {
    expect(endpointOf([entry(service, url)], service, "RegionOne")).toBe(expected);
  });

  test("names the regions that there are, and the service that is not", () => {
    const both = [entry("compute", "https://a.example.org"), entry("network", "https://b.example.org", "North")];
    expect(() => endpointOf(both, "network", "South")).toThrow("no region 'South'; it has North, RegionOne.");
    expect(() => endpointOf(both, "network", "RegionOne")).toThrow("region 'RegionOne' offers no network service");
  });
});
