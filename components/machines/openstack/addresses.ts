import { formatIpv4, parseIpv4, subnetOf } from "../ipv4";
import type { MachineNetwork } from "../types";

/** A range of addresses, both ends included. */
export interface Range {
  start: string;
  end: string;
}

/** `198.18.0.0/24`, the subnet that the machines' network is. */
export function cidrOf({ firstAddress, prefixLength }: MachineNetwork): string {
  return `${formatIpv4(subnetOf(parseIpv4(firstAddress) ?? 0, prefixLength).network)}/${prefixLength}`;
}

/**
 * Addresses that Neutron may give to whoever asks for any, as load balancers' own machines do: all of the subnet but the
 * machines', the gateway's and those that are spoken for. Without it, one of those could be taken before its owner comes.
 */
export function allocationPools(network: MachineNetwork, spokenFor: readonly string[]): Range[] {
  const number = (text: string) => parseIpv4(text) ?? 0;
  const subnet = subnetOf(number(network.firstAddress), network.prefixLength);
  const taken = [
    [number(network.firstAddress), number(network.lastAddress)],
    ...[network.gateway, ...network.nameservers, ...spokenFor].map((text) => [number(text), number(text)]),
  ] as [number, number][];
  const pools: Range[] = [];
  let next = subnet.network + 1;
  for (const [first, last] of [...taken, [subnet.broadcast, subnet.broadcast]].sort(([a = 0], [b = 0]) => a - b) as [
    number,
    number,
  ][]) {
    if (last < next || first > subnet.broadcast) continue;
    if (first > next) pools.push({ start: formatIpv4(next), end: formatIpv4(first - 1) });
    next = last + 1;
  }
  return pools;
}
