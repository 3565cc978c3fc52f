import fc from "fast-check";
import {
  contains,
  fewestNetworks,
  formatIpv4,
  parseCidr,
  parseIpv4,
  subnetOf,
} from "../../../components/machines/ipv4";

const address = fc.integer({ min: 0, max: 2 ** 32 - 1 });

test("an address survives being written and read", () => {
  fc.assert(fc.property(address, (value) => parseIpv4(formatIpv4(value)) === value));
});

test.each(["", "1.2.3", "1.2.3.4.5", "256.0.0.1", "1.2.3.x", "010.0.0.1", " 1.2.3.4", "::1", "1.2.3.-4"])(
  "'%s' is no address",
  (text) => expect(parseIpv4(text)).toBeUndefined(),
);

test("every address is in its own subnet, and the subnet has 2^(32 - prefix) addresses", () => {
  fc.assert(
    fc.property(address, fc.integer({ min: 0, max: 32 }), (value, prefix) => {
      const subnet = subnetOf(value, prefix);
      return contains(subnet, value) && subnet.broadcast - subnet.network + 1 === 2 ** (32 - prefix);
    }),
  );
});

test("a subnet ends where it ends", () => {
  const subnet = subnetOf(parseIpv4("198.18.0.77") ?? 0, 26);
  expect([formatIpv4(subnet.network), formatIpv4(subnet.broadcast)]).toEqual(["198.18.0.64", "198.18.0.127"]);
  expect(contains(subnet, subnet.network - 1)).toBe(false);
  expect(contains(subnet, subnet.broadcast + 1)).toBe(false);
});

describe("the fewest networks", () => {
  // Few bits, so that networks often touch, overlap and hold one another.
  const network = fc
    .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 24, max: 32 }))
    .map(([last, bits]) => `${formatIpv4(subnetOf(((198 << 24) >>> 0) + last, bits).network)}/${bits}`);
  const addresses = (cidrs: string[]) =>
    Array.from({ length: 512 }, (_, i) => ((198 << 24) >>> 0) - 128 + i).filter((one) =>
      cidrs.some((cidr) => contains(parseCidr(cidr) ?? { network: 1, broadcast: 0 }, one)),
    );

  test("have the same addresses, are in order, and none can be joined with the next", () => {
    fc.assert(
      fc.property(fc.array(network), (cidrs) => {
        const fewest = fewestNetworks(cidrs);
        expect(addresses(fewest)).toEqual(addresses(cidrs));
        expect(fewestNetworks([...fewest].reverse())).toEqual(fewest);
        expect(fewest.length).toBeLessThanOrEqual(new Set(cidrs).size);
      }),
    );
  });

  test("of machines that stand side by side are few", () => {
    const machines = Array.from({ length: 2006 }, (_, i) => `${formatIpv4((parseIpv4("192.0.8.0") ?? 0) + i)}/32`);
    expect(fewestNetworks(machines)).toEqual([
      "192.0.8.0/22",
      "192.0.12.0/23",
      "192.0.14.0/24",
      "192.0.15.0/25",
      "192.0.15.128/26",
      "192.0.15.192/28",
      "192.0.15.208/30",
      "192.0.15.212/31",
    ]);
  });

  test("of everything and of nothing", () => {
    expect([fewestNetworks(["0.0.0.0/1", "128.0.0.0/1"]), fewestNetworks([])]).toEqual([["0.0.0.0/0"], []]);
    expect(() => fewestNetworks(["198.18.0.1/24"])).toThrow('"198.18.0.1/24" is not an IPv4 network');
  });
});
