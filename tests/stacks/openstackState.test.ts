import { failuresIn, subnetIn } from "../../stacks/clouds/openstackState";

const urn = (name: string) =>
  `urn:pulumi:prod::dsaas::dsaas:stacks:Platform$openstack:compute/instance:Instance::${name}`;
const instance = (outputs: object) => ({ type: "openstack:compute/instance:Instance", outputs });

const own = { "dsaas-stack": "prod" };

test("an instance without an address was never active; one that came up keeps its count, so that nothing changes", async () => {
  expect(
    await failuresIn(
      [
        [urn("first"), instance({ id: "1", metadata: own, accessIpV4: null, created: null })],
        [urn("again"), instance({ id: "2", metadata: { ...own, "dsaas-failed-before": "1" }, accessIpV4: "" })],
        [urn("came-up-in-the-end"), instance({ metadata: { "dsaas-failed-before": "2" }, accessIpV4: "192.0.2.20" })],
        [urn("fine"), instance({ metadata: own, accessIpV4: "192.0.2.21" })],
        [urn("bare"), instance({})],
        ["urn:pulumi:prod::dsaas::openstack:networking/port:Port::port", { type: "openstack:networking/port:Port" }],
        ["urn:pulumi:prod::dsaas::dsaas:cluster:ClusterIdentity::identity", { outputs: {} }],
      ],
      () => Promise.resolve(false),
    ),
  ).toEqual({ first: 1, again: 2, "came-up-in-the-end": 2, bare: 1 });
});

test("one that nobody saw come up stays, as it may be a member of the cluster by now", async () => {
  const unseen = (id: string, metadata: object) => instance({ id, metadata, accessIpV4: null });
  const asked: string[] = [];
  const counts = await failuresIn(
    [
      [urn("unseen"), unseen("1", own)],
      [urn("unseen-again"), unseen("2", { ...own, "dsaas-failed-before": "1" })],
      [urn("seen"), instance({ id: "3", metadata: own, accessIpV4: "192.0.2.21" })],
    ],
    (id) => Promise.resolve(asked.push(id) > 0),
  );
  expect(counts).toEqual({ "unseen-again": 1 });
  expect(asked).toEqual(["1", "2"]);
});

test("the stack's subnet is found; a port beside it and one that never came to be are none", () => {
  const subnet = (outputs: object) => ({ type: "openstack:networking/subnet:Subnet", outputs });
  const known = { id: "5b1c", cidr: "192.0.2.0/24", gatewayIp: "192.0.2.1" };
  const port = { type: "openstack:networking/port:Port", outputs: known };
  expect(subnetIn([[urn("port"), port]])).toBeUndefined();
  expect(subnetIn([[urn("never"), subnet({ cidr: "192.0.2.0/24" })]])).toBeUndefined();
  expect(
    subnetIn([
      [urn("port"), port],
      [urn("subnet"), subnet({ ...known, name: "x" })],
    ]),
  ).toEqual(known);
});
