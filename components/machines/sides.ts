import { formatIpv4, parseIpv4 } from "./ipv4";
import type { MachineNetwork } from "./types";

/**
 * The two places that a stack has for a generation: while one serves, the next is built on the other (blue-green
 * deployment). Each has half of the stack's addresses, so that both can stand side by side.
 */
export const sides = ["blue", "green"] as const;

export type Side = (typeof sides)[number];

/** The side that is not this one. */
export function otherSide(side: Side): Side {
  return side === "blue" ? "green" : "blue";
}

/** How many machines fit on each side of a network; 0 where its range is none. */
export function roomOfSide({ firstAddress, lastAddress }: MachineNetwork): number {
  const [first, last] = [parseIpv4(firstAddress), parseIpv4(lastAddress)];
  if (first === undefined || last === undefined || first > last) return 0;
  return Math.floor((last - first + 1) / 2);
}

/**
 * The network as a side's machines have it: blue has the lower half of the addresses and green the upper one. Where the
 * number of addresses is odd, nobody has the last.
 */
export function networkOfSide(network: MachineNetwork, side: Side): MachineNetwork {
  const first = parseIpv4(network.firstAddress) ?? 0;
  const room = roomOfSide(network);
  const start = side === "blue" ? first : first + room;
  return { ...network, firstAddress: formatIpv4(start), lastAddress: formatIpv4(start + room - 1) };
}
