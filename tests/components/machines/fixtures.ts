import type { MachineNetwork, MachinePool, PlannedMachine } from "../../../components/machines/types";

/** A network with room for 80 machines. */
export const network: MachineNetwork = {
  firstAddress: "198.18.0.20",
  lastAddress: "198.18.0.99",
  prefixLength: 24,
  gateway: "198.18.0.1",
  nameservers: ["198.18.0.1"],
  searchDomains: ["lab.example.test"],
};

/** A pool of one kind of machine. */
export function pool(overrides: Partial<MachinePool> = {}): MachinePool {
  return { name: "worker", role: "worker", count: 2, cpus: 2, memoryMiB: 2048, diskGiB: 20, ...overrides };
}

export const controlPlanes = pool({ name: "cp", role: "control-plane", count: 3 });

/** A machine as the plan gives it. */
export function machine(overrides: Partial<PlannedMachine> = {}): PlannedMachine {
  return {
    name: "demo-0a1b2c3d-worker-1",
    key: "worker-1",
    pool: "worker",
    role: "worker",
    address: "198.18.0.23",
    cpus: 2,
    memoryMiB: 2048,
    diskGiB: 20,
    labels: {},
    taints: [],
    ...overrides,
  };
}
