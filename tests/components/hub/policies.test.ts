import fc from "fast-check";
import { BlockList } from "node:net";
import { deniedRanges, networkPolicies } from "../../../components/hub/networkPolicies";
import { network, spec } from "./example";

const address = fc
  .tuple(...Array.from({ length: 4 }, () => fc.integer({ min: 0, max: 255 })))
  .map((parts) => parts.join("."));

function inside(ranges: string[]): (candidate: string) => boolean {
  const list = new BlockList();
  for (const range of ranges) {
    const [subnet, bits] = range.split("/") as [string, string];
    list.addSubnet(subnet, Number(bits));
  }
  return (candidate) => list.check(candidate);
}

const denied = inside(deniedRanges(spec, network));
/** An address of a range, by its last bits. */
const within = (prefix: string) => fc.integer({ min: 0, max: 255 }).map((last) => `${prefix}.${last}`);

test("users' servers reach no machine, API server, metadata service, other pod or private address", () => {
  const examples = fc.oneof(
    fc.constantFrom(
      ...network.apiServers,
      ...network.machines,
      spec.address,
      "169.254.169.254",
      "10.96.0.1",
      "127.0.0.1",
    ),
    within("10.244.3"),
    within("10.1.2"),
    within("172.31.0"),
    within("192.168.178"),
    within("100.64.0"),
    within("198.18.0"),
    within("203.0.113"),
  );
  fc.assert(fc.property(examples, (candidate) => denied(candidate)));
});

test("and every other address", () => {
  const reserved = inside([
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "224.0.0.0/3",
  ]);
  const ours = inside([
    ...spec.deniedNetworks,
    ...[...network.apiServers, ...network.machines, spec.address].map((one) => `${one}/32`),
  ]);
  fc.assert(
    fc.property(address, (candidate) => {
      fc.pre(!reserved(candidate) && !ours(candidate));
      return !denied(candidate);
    }),
  );
});

test("every pod is denied everything that no policy allows", () => {
  const policies = networkPolicies(spec, network);
  expect(policies["default-deny"]!.spec).toEqual({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });
});

test("nobody but the proxy takes traffic from anywhere", () => {
  type Rules = { spec: { ingress?: { from?: unknown[] }[] } };
  const open = Object.entries(networkPolicies(spec, network))
    .filter(([, policy]) => (policy as unknown as Rules).spec.ingress?.some(({ from }) => from === undefined))
    .map(([name]) => name);
  expect(open).toEqual(["proxy"]);
});

test("a directory given by its address is all that the hub reaches of it", () => {
  const login = { ...spec.login, host: "198.51.100.2" };
  const text = JSON.stringify(networkPolicies({ ...spec, login }, network)["hub"]);
  expect(text).toContain('"cidr":"198.51.100.2/32"');
  expect(text).not.toContain("0.0.0.0/0");
});
