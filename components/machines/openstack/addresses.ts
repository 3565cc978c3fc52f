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

/** A subnet as Neutron has it. */
export interface KnownSubnet {
  id: string;
  cidr: string;
  gatewayIp: string;
}

/**
 * What a stack cannot change of the subnet that it has, one sentence each. Generations share it: another one in its place
 * would have to be there while machines still stand in the first, and Neutron refuses subnets of one network that overlap
 * and another gateway while a router has it.
 *
 * @param serves whether a deployment was ever finished, so that somebody may work on its machines
 */
export function networkProblems(network: MachineNetwork, known: KnownSubnet | undefined, serves: boolean): string[] {
  if (known === undefined) return [];
  const remedy = serves
    ? "Machines of both generations stand in it, so it stays for the life of the stack: put the old value back, or deploy " +
      'another stack (docs/openstack.md, "An external network").'
    : "Nobody uses it yet: run pulumi destroy, then pulumi up.";
  const cidr = cidrOf(network);
  const key = "dsaas:openstack.network";
  return [
    ...(cidr === known.cidr
      ? []
      : [`${key}: its subnet would be ${cidr}, but this stack's (${known.id}) is ${known.cidr}. ${remedy}`]),
    ...(network.gateway === known.gatewayIp
      ? []
      : [
          `${key}.gateway: "${network.gateway}", but this stack's subnet (${known.id}) has ${known.gatewayIp}. ${remedy}`,
        ]),
  ];
}
