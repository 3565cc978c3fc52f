import { contains, formatIpv4, parseIpv4, subnetOf } from "./ipv4";
import type { Problem } from "./problems";
import type { MachineNetwork, MachinePool } from "./types";

/** Longest host name, and longest DNS label (RFC 1035). */
const MAX_NAME = 63;
const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** Addresses that the stack has given to something else, by what they are for: `{ "virtual IP": "198.18.0.10" }`. */
export type ReservedAddresses = Readonly<Record<string, string>>;

/** The pool's machines' longest name. */
export const longestName = (stackName: string, generation: string, pool: MachinePool): string =>
  `${stackName}-${generation}-${pool.name}-${pool.count}`;

const isWhole = (value: number, least: number): boolean => Number.isInteger(value) && value >= least;

function checkPool(pool: MachinePool, at: string): Problem[] {
  const problems: Problem[] = [];
  const whole = (key: "count" | "cpus" | "diskGiB", least: number) => {
    if (!isWhole(pool[key], least)) {
      problems.push({ path: `${at}.${key}`, message: `${pool[key]} is no whole number of at least ${least}.` });
    }
  };
  if (!DNS_LABEL.test(pool.name)) {
    const message = `'${pool.name}' is part of host names: use lower-case letters, digits and inner hyphens.`;
    problems.push({ path: `${at}.name`, message });
  }
  whole("count", pool.role === "control-plane" ? 1 : 0);
  whole("cpus", 1);
  whole("diskGiB", 1);
  // vSphere takes memory in steps of 4 MiB and fails late, when the machine is created.
  if (!isWhole(pool.memoryMiB, 4) || pool.memoryMiB % 4 !== 0) {
    const message = `${pool.memoryMiB} is no multiple of 4; vSphere gives memory in steps of 4 MiB.`;
    problems.push({ path: `${at}.memoryMiB`, message });
  }
  return problems;
}

/** Mistakes in the pools: each pool by itself, then the names and numbers of all together. */
export function checkPools(stackName: string, generation: string, pools: readonly MachinePool[]): Problem[] {
  const problems = pools.flatMap((pool, index) => checkPool(pool, `pools[${index}]`));
  const firstWithName = new Map<string, number>();
  pools.forEach((pool, index) => {
    const first = firstWithName.get(pool.name);
    if (first !== undefined) {
      const message = `'${pool.name}' is already the name of pools[${first}]; give each pool its own.`;
      problems.push({ path: `pools[${index}].name`, message });
    } else {
      firstWithName.set(pool.name, index);
    }
    const name = longestName(stackName, generation, pool);
    if (name.length > MAX_NAME) {
      const message = `machines would be called '${name}', ${name.length} characters; a host name has at most ${MAX_NAME}: shorten the pool's or the stack's name.`;
      problems.push({ path: `pools[${index}].name`, message });
    }
  });
  const controlPlanes = pools.filter((pool) => pool.role === "control-plane");
  const count = controlPlanes.reduce((sum, pool) => sum + pool.count, 0);
  if (controlPlanes.length === 0) {
    problems.push({
      path: "pools",
      message: "no pool has the role 'control-plane'; a cluster needs one, with 1, 3 or 5 machines.",
    });
  } else if (Number.isInteger(count) && count > 0 && count % 2 === 0) {
    const message = `${count} control planes: etcd outlives the loss of no more machines with ${count} than with ${count - 1}; use ${count - 1} or ${count + 1}.`;
    problems.push({ path: "pools", message });
  }
  return problems;
}

/** Mistakes in the network by itself, and against what else has an address in it. */
export function checkNetwork(network: MachineNetwork, reserved: ReservedAddresses): Problem[] {
  const problems: Problem[] = [];
  const read = (path: string, text: string): number | undefined => {
    const value = parseIpv4(text);
    if (value === undefined) problems.push({ path, message: `'${text}' is no IPv4 address; write it as 192.0.2.10.` });
    return value;
  };
  const first = read("network.firstAddress", network.firstAddress);
  const last = read("network.lastAddress", network.lastAddress);
  const gateway = read("network.gateway", network.gateway);
  const taken = Object.entries(reserved).map(
    ([purpose, text]) => [purpose, text, read(`reserved.${purpose}`, text)] as const,
  );
  const nameservers = network.nameservers.map((text, i) => [text, read(`network.nameservers[${i}]`, text)] as const);
  if (network.nameservers.length === 0) {
    problems.push({ path: "network.nameservers", message: "is empty; machines need at least one name server." });
  }
  const { prefixLength } = network;
  if (!isWhole(prefixLength, 8) || prefixLength > 30) {
    problems.push({ path: "network.prefixLength", message: `${prefixLength} is no whole number from 8 to 30.` });
    return problems;
  }
  if (first === undefined || last === undefined) return problems;
  const subnet = subnetOf(first, prefixLength);
  const cidr = `${formatIpv4(subnet.network)}/${prefixLength}`;
  const range = `${network.firstAddress}–${network.lastAddress}`;
  const inRange = (address: number | undefined) => address !== undefined && address >= first && address <= last;
  if (first > last) {
    problems.push({
      path: "network.lastAddress",
      message: `${network.lastAddress} comes before firstAddress ${network.firstAddress}; exchange them.`,
    });
  }
  if (!contains(subnet, last)) {
    problems.push({
      path: "network.lastAddress",
      message: `${network.lastAddress} is outside ${cidr}, which firstAddress and prefixLength give; the range must be in one subnet.`,
    });
  }
  if (inRange(subnet.network) || inRange(subnet.broadcast)) {
    problems.push({
      path: "network.firstAddress",
      message: `${range} holds the first or last address of ${cidr}, which no machine may have; leave them out of the range.`,
    });
  }
  if (gateway !== undefined && !contains(subnet, gateway)) {
    problems.push({
      path: "network.gateway",
      message: `${network.gateway} is outside ${cidr}; machines reach only a gateway in their own subnet.`,
    });
  }
  const occupants = [
    ["the gateway", network.gateway, gateway] as const,
    ...taken.map(([purpose, text, value]) => [`the ${purpose}`, text, value] as const),
    ...nameservers.map(([text, value]) => ["a name server", text, value] as const),
  ];
  for (const [what, text, value] of occupants) {
    if (inRange(value)) {
      problems.push({
        path: "network",
        message: `${range} holds ${what}, ${text}; choose a range that leaves it out, or another address for it.`,
      });
    }
  }
  return problems;
}
