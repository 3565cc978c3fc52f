import { contains, formatIpv4, parseCidr, parseIpv4, subnetOf, type Subnet } from "../../components/machines/ipv4";

export const isCidr = (text: string): boolean => parseCidr(text) !== undefined;

/** The network that an address lies in, as text and as numbers; `bits` is its prefix length. */
export function networkOf(address: string, bits: number): { cidr: string; subnet: Subnet } {
  const subnet = subnetOf(parseIpv4(address) ?? 0, bits);
  return { cidr: `${formatIpv4(subnet.network)}/${bits}`, subnet };
}

/** Whether an address, given as text, is in a subnet. */
export const holds = (subnet: Subnet, address: string): boolean => contains(subnet, parseIpv4(address) ?? -1);

/** Whether two networks given as `a.b.c.d/n` share an address. */
export function overlap(a: string, b: string): boolean {
  const [x, y] = [parseCidr(a), parseCidr(b)];
  return x !== undefined && y !== undefined && x.network <= y.broadcast && y.network <= x.broadcast;
}
