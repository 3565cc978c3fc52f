import { removeLeftover } from "../../../../components/machines/openstack/leftovers/remove";
import { wantedOf, type Wanted } from "../../../../components/machines/openstack/leftovers/wanted";
import { fakeCloud, type FakeCloud, type Replies } from "../../../openstack/cloud";

let cloud: FakeCloud;
afterEach(() => cloud.close());

/** What became of it, and what was asked of the cloud besides reading. */
async function remove(wanted: Wanted, replies: Replies) {
  cloud = await fakeCloud(replies);
  const outcome = await removeLeftover(cloud.api, wanted, (async () => undefined) as never);
  return { outcome, changes: cloud.requests.filter((request) => !request.startsWith("GET ")) };
}

const gone: { status: number } = { status: 204 };
const network: Wanted = { kind: "network", name: "dsaas-demo-network", description: "Network of the dsaas stack demo" };

test("nothing in the way is nothing to do", async () => {
  const { outcome, changes } = await remove(network, { "GET /network/v2.0/networks": { body: { networks: [] } } });
  expect([outcome, changes]).toEqual([{ kind: "none" }, []]);
});

test("a network of the same name and description goes, another's of the same name stays", async () => {
  const networks = [
    { id: "ours", description: "Network of the dsaas stack demo" },
    { id: "theirs", description: "" },
  ];
  const { outcome, changes } = await remove(network, {
    "GET /network/v2.0/networks": { body: { networks } },
    "DELETE /network/v2.0/networks/ours": gone,
  });
  expect([outcome, changes]).toEqual([{ kind: "removed" }, ["DELETE /network/v2.0/networks/ours"]]);
  expect(cloud.requests[0]).toBe("GET /network/v2.0/networks?name=dsaas-demo-network");
});

test("what the cloud says is in use is kept, and says so", async () => {
  const { outcome } = await remove(network, {
    "GET /network/v2.0/networks": { body: { networks: [{ id: "ours", description: network.description }] } },
    "DELETE /network/v2.0/networks/ours": {
      status: 409,
      body: {
        NeutronError: {
          type: "NetworkInUse",
          message: "There are one or more ports still in use on the network.",
          detail: "",
        },
      },
    },
  });
  expect(outcome).toEqual({
    kind: "kept",
    why: "ours has it, and it is in use: There are one or more ports still in use on the network.",
  });
});

const port: Wanted = {
  kind: "port",
  name: "demo-1",
  description: "Port of demo-1",
  networkId: "n",
  address: "192.0.2.20",
};
const found = (more: object) => ({
  "GET /network/v2.0/ports": {
    body: {
      ports: [{ id: "p", name: "demo-1", description: "Port of demo-1", device_id: "", device_owner: "", ...more }],
    },
  },
  "DELETE /network/v2.0/ports/p": gone,
});

test("a port with the address that no machine has goes", async () => {
  const { outcome, changes } = await remove(port, found({}));
  expect([outcome, changes]).toEqual([{ kind: "removed" }, ["DELETE /network/v2.0/ports/p"]]);
  expect(decodeURIComponent(cloud.requests[0] ?? "")).toBe(
    "GET /network/v2.0/ports?network_id=n&fixed_ips=ip_address=192.0.2.20",
  );
});

test.each([
  [
    "a machine has it",
    { device_id: "i1", device_owner: "compute:nova" },
    "port 'demo-1' (p) of compute:nova i1 has the address 192.0.2.20",
  ],
  ["it is somebody else's", { description: "", name: "printer" }, "port 'printer' (p) has the address 192.0.2.20"],
])("a port with the address is kept where %s", async (_, more, why) => {
  const { outcome, changes } = await remove(port, found(more));
  expect([outcome, changes]).toEqual([{ kind: "kept", why }, []]);
});

const metadata = { "dsaas-stack": "demo", "dsaas-generation": "0a1b2c3d", "dsaas-role": "worker" };
const server = (id: string, more: object = {}) => ({ id, name: "demo-1", status: "ACTIVE", metadata, ...more });

test("an instance of the same name and metadata goes, and is waited for", async () => {
  let looks = 2;
  const { outcome, changes } = await remove(
    { kind: "server", name: "demo-1", metadata },
    {
      "GET /compute/v2.1/servers/detail": {
        body: { servers: [server("ours"), server("theirs", { metadata: {} }), server("other", { name: "demo-10" })] },
      },
      "DELETE /compute/v2.1/servers/ours": gone,
      "GET /compute/v2.1/servers/ours": () => (looks-- > 0 ? { body: { server: server("ours") } } : { status: 404 }),
    },
  );
  expect([outcome, changes]).toEqual([{ kind: "removed" }, ["DELETE /compute/v2.1/servers/ours"]]);
  expect(looks).toBe(-1);
});

test.each([
  ["none", [], { kind: "none" }],
  ["an empty one", [{ id: "g", name: "g1", members: [] }], { kind: "removed" }],
  [
    "one with machines",
    [{ id: "g", name: "g1", members: ["i"] }],
    { kind: "kept", why: "g has it, and machines are in it" },
  ],
])("a server group: %s", async (_, groups, expected) => {
  const { outcome } = await remove(
    { kind: "server group", name: "g1" },
    {
      "GET /compute/v2.1/os-server-groups": { body: { server_groups: groups } },
      "DELETE /compute/v2.1/os-server-groups/g": gone,
    },
  );
  expect(outcome).toEqual(expected);
});

test("a subnet that is behind the router already is taken out", async () => {
  const { outcome, changes } = await remove(
    { kind: "router interface", name: "r", routerId: "r1", subnetId: "s1" },
    {
      "GET /network/v2.0/ports": { body: { ports: [{ id: "p" }] } },
      "PUT /network/v2.0/routers/r1/remove_router_interface": (_, body) => {
        expect(JSON.parse(body)).toEqual({ subnet_id: "s1" });
        return { body: {} };
      },
    },
  );
  expect([outcome, changes]).toEqual([{ kind: "removed" }, ["PUT /network/v2.0/routers/r1/remove_router_interface"]]);
});

test("the health monitor of a pool goes", async () => {
  const { outcome, changes } = await remove(
    { kind: "health monitor", name: "m", poolId: "p1" },
    {
      "GET /lb/v2/lbaas/healthmonitors": (query) => ({
        body: { healthmonitors: query.get("pool_id") === "p1" ? [{ id: "m1" }] : [] },
      }),
      "DELETE /lb/v2/lbaas/healthmonitors/m1": gone,
    },
  );
  expect([outcome, changes]).toEqual([{ kind: "removed" }, ["DELETE /lb/v2/lbaas/healthmonitors/m1"]]);
});

test("a load balancer goes with all that is in it", async () => {
  const { outcome, changes } = await remove(
    { kind: "load balancer", name: "lb", description: "d" },
    {
      "GET /lb/v2/lbaas/loadbalancers": { body: { loadbalancers: [{ id: "l", description: "d" }] } },
      "DELETE /lb/v2/lbaas/loadbalancers/l": gone,
      "GET /lb/v2/lbaas/loadbalancers/l": { body: { loadbalancer: { id: "l", provisioning_status: "DELETED" } } },
    },
  );
  expect([outcome, changes]).toEqual([{ kind: "removed" }, ["DELETE /lb/v2/lbaas/loadbalancers/l?cascade=true"]]);
});

test.each([
  ["openstack:networking/network:Network", { name: "a", description: "b" }],
  ["openstack:networking/subnet:Subnet", { name: "a", description: "b", networkId: "n" }],
  [
    "openstack:networking/port:Port",
    { name: "a", description: "b", networkId: "n", fixedIps: [{ ipAddress: "192.0.2.1" }] },
  ],
  ["openstack:networking/routerInterface:RouterInterface", { routerId: "r", subnetId: "s" }],
  ["openstack:networking/secGroupRule:SecGroupRule", { securityGroupId: "g", description: "b" }],
  ["openstack:compute/instance:Instance", { name: "a", metadata }],
  ["openstack:compute/serverGroup:ServerGroup", { name: "a" }],
  ["openstack:loadbalancer/members:Members", { poolId: "p" }],
])("what a %s is looked for by", async (type, inputs) => {
  cloud = await fakeCloud({});
  expect(wantedOf(type, "resource", inputs)).toMatchSnapshot();
});
