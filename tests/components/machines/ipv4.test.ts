import fc from "fast-check";
import { contains, formatIpv4, parseIpv4, subnetOf } from "../../../components/machines/ipv4";

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
