import fc from "fast-check";
import { contains, formatIpv4, parseIpv4, subnetOf } from "../../../../components/machines/ipv4";
import { allocationPools, cidrOf, networkProblems } from "../../../../components/machines/openstack/addresses";
import { securityRules, type SecurityRule } from "../../../../components/machines/openstack/rules";
import { network } from "../fixtures";

const access = { hub: ["0.0.0.0/0"], api: ["203.0.113.0/24"] };

const line = ({ role, protocol, ports, from }: SecurityRule) =>
  `${role} ${protocol ?? "any"} ${ports?.join("-") ?? "any"} from ${from.kind === "network" ? from.cidr : from.role}`;

test.each([
  ["vxlan, a control plane holds the API's address", { kind: "vxlan" }, "control-plane"],
  ["routed pods, a load balancer holds it", { kind: "routed", podSubnet: "10.244.0.0/16" }, "load-balancer"],
] as const)("openings: %s", (_, traffic, holder) => {
  expect(securityRules(traffic, access, holder, "192.0.2.0/24").map(line)).toMatchSnapshot();
});

test("nothing from outside reaches a worker, and no two rules are the same", () => {
  fc.assert(
    fc.property(
      fc.boolean(),
      fc.boolean(),
      fc.uniqueArray(fc.constantFrom("0.0.0.0/0", "192.0.2.0/24", "10.0.0.0/8")),
      (vxlan, balanced, hub) => {
        const rules = securityRules(
          vxlan ? { kind: "vxlan" } : { kind: "routed", podSubnet: "10.244.0.0/16" },
          { hub, api: ["192.0.2.0/24"] },
          balanced ? "load-balancer" : "control-plane",
          "192.0.2.0/24",
        );
        for (const rule of rules) if (rule.role === "worker") expect(rule.from.kind).toBe("machines of role");
        expect(new Set(rules.map(({ key }) => key)).size).toBe(rules.length);
        expect(new Set(rules.map(line)).size).toBe(rules.length);
        expect(new Set(rules.map(({ role, purpose }) => role + purpose)).size).toBe(rules.length);
      },
    ),
  );
});

test("the subnet of the machines", () => expect(cidrOf(network)).toBe("198.18.0.0/24"));

test("the subnet that a stack has stays as it is; what Neutron may give away of it changes freely", () => {
  const known = { id: "5b1c", cidr: "198.18.0.0/24", gatewayIp: network.gateway };
  expect(networkProblems(network, undefined, true)).toEqual([]);
  expect(networkProblems({ ...network, lastAddress: "198.18.0.120", nameservers: ["9.9.9.9"] }, known, true)).toEqual(
    [],
  );
  const changed = { ...network, prefixLength: 23, gateway: "198.18.0.254" };
  for (const sentence of networkProblems(changed, known, false))
    expect(sentence).toMatch(/ Nobody uses it yet: run pulumi destroy, then pulumi up\.$/);
  expect(networkProblems(changed, known, true)).toEqual([
    expect.stringMatching(
      /^dsaas:openstack\.network: its subnet would be 198\.18\.0\.0\/23, but this stack's \(5b1c\) is 198\.18\.0\.0\/24\. .*put the old value back/,
    ),
    expect.stringMatching(
      /^dsaas:openstack\.network\.gateway: "198\.18\.0\.254", but this stack's subnet \(5b1c\) has /,
    ),
  ]);
});

test("what Neutron may give away", () => {
  expect(allocationPools(network, ["198.18.0.10", "198.18.0.11", "198.18.0.12"])).toEqual([
    { start: "198.18.0.2", end: "198.18.0.9" },
    { start: "198.18.0.13", end: "198.18.0.19" },
    { start: "198.18.0.100", end: "198.18.0.254" },
  ]);
});

test("is every address of the subnet but those that have an owner", () => {
  const offset = fc.integer({ min: 1, max: 62 });
  fc.assert(
    fc.property(offset, offset, offset, fc.array(offset, { maxLength: 4 }), (a, b, gateway, others) => {
      const at = (number: number) => formatIpv4((parseIpv4("192.0.2.64") ?? 0) + number);
      const [first, last] = a < b ? [a, b] : [b, a];
      const small = {
        ...network,
        prefixLength: 26,
        firstAddress: at(first),
        lastAddress: at(last),
        gateway: at(gateway),
        nameservers: ["8.8.8.8"],
      };
      const pools = allocationPools(small, others.map(at));
      const given = new Set<number>();
      const subnet = subnetOf(parseIpv4("192.0.2.64") ?? 0, 26);
      for (const { start, end } of pools) {
        const [from = 0, to = 0] = [parseIpv4(start), parseIpv4(end)];
        expect(from).toBeLessThanOrEqual(to);
        expect(contains(subnet, from) && contains(subnet, to)).toBe(true);
        for (let address = from; address <= to; address++) given.add(address - subnet.network);
      }
      for (let i = 1; i <= 62; i++) {
        const owned = (i >= first && i <= last) || i === gateway || others.includes(i);
        expect([i, given.has(i)]).toEqual([i, !owned]);
      }
    }),
  );
});
