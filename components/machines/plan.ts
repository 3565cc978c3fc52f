import { checkNetwork, checkPools, type ReservedAddresses } from "./checks";
import { formatIpv4, parseIpv4 } from "./ipv4";
import { PlanError, type Problem } from "./problems";
import type { MachineNetwork, MachinePool, PlannedMachine } from "./types";

const total = (pools: readonly MachinePool[]): number => pools.reduce((sum, pool) => sum + pool.count, 0);

function checkRange(pools: readonly MachinePool[], network: MachineNetwork): Problem[] {
  const first = parseIpv4(network.firstAddress);
  const last = parseIpv4(network.lastAddress);
  if (first === undefined || last === undefined || first > last) return [];
  const [needed, room] = [total(pools), last - first + 1];
  if (!(needed > room)) return [];
  const message = `${network.firstAddress}–${network.lastAddress} has room for ${room} machines and the pools ask for ${needed}; widen the range or lower the counts.`;
  return [{ path: "network.lastAddress", message }];
}

/** Every mistake in what `planMachines` would be given; empty where it would succeed. */
export function planProblems(
  stackName: string,
  generation: string,
  pools: readonly MachinePool[],
  network: MachineNetwork,
  reserved: ReservedAddresses = {},
): Problem[] {
  return [
    ...checkPools(stackName, generation, pools),
    ...checkNetwork(network, reserved),
    ...checkRange(pools, network),
  ];
}

function machinesOf(stackName: string, generation: string, pool: MachinePool): Omit<PlannedMachine, "address">[] {
  const { name, role, count, cpus, memoryMiB, diskGiB, labels = {}, taints = [] } = pool;
  return Array.from({ length: count }, (_, index) => {
    const key = `${name}-${index + 1}`;
    return {
      name: `${stackName}-${generation}-${key}`,
      key,
      pool: name,
      role,
      cpus,
      memoryMiB,
      diskGiB,
      labels,
      taints,
    };
  });
}

/**
 * Decides every machine of a stack before any exists.
 *
 * Addresses go up from the network's first: control planes in the pools' order, then workers in the pools' order. So
 * the same description always gives the same machines, and a worker more in the last pool moves no other machine.
 *
 * @param reserved addresses in the same network that belong to something else, by what they are for.
 * @throws PlanError naming every mistake at once.
 */
export function planMachines(
  stackName: string,
  generation: string,
  pools: readonly MachinePool[],
  network: MachineNetwork,
  reserved: ReservedAddresses = {},
): PlannedMachine[] {
  const problems = planProblems(stackName, generation, pools, network, reserved);
  const first = parseIpv4(network.firstAddress);
  if (problems.length > 0 || first === undefined) throw new PlanError(problems);
  const inOrder = [
    ...pools.filter((pool) => pool.role === "control-plane"),
    ...pools.filter((pool) => pool.role === "worker"),
  ];
  return inOrder
    .flatMap((pool) => machinesOf(stackName, generation, pool))
    .map((machine, index) => ({ ...machine, address: formatIpv4(first + index) }));
}
