import { setTimeout as pause } from "node:timers/promises";
import { LabError } from "../../errors";
import type { Client } from "../api/client";
import { computeHosts } from "../facts";

/** How long the workers may take once every API answers, milliseconds. */
const patience = 120_000;

/** A service that answers through the message queue, as its API lists it. */
export interface Worker {
  binary: string;
  host: string;
  state: string;
}

/** Workers that the cloud needs, as `binary@host`. */
export const wantedWorkers = [
  "nova-conductor@controller",
  "nova-scheduler@controller",
  ...computeHosts.map((host) => `nova-compute@${host}`),
  "cinder-scheduler@volumes",
  "cinder-volume@volumes@records",
];

/** Which of the wanted workers do not report themselves as up. */
export function missingWorkers(workers: readonly Worker[]): string[] {
  const up = new Set(workers.filter(({ state }) => state === "up").map(({ binary, host }) => `${binary}@${host}`));
  return wantedWorkers.filter((name) => !up.has(name));
}

/**
 * What the cloud still waits for: workers that have not reported themselves, and hosts that the scheduler has not yet
 * found, which it does every few seconds.
 */
export async function awaited(admin: Client): Promise<string[]> {
  const { project } = await admin.identity();
  const [compute, volume, hypervisors] = await Promise.all([
    admin.call<{ services: Worker[] }>("compute", "GET", "/v2.1/os-services"),
    admin.call<{ services: Worker[] }>("volume", "GET", `/v3/${project}/os-services`),
    admin.call<{ hypervisors: { hypervisor_hostname: string }[] }>("compute", "GET", "/v2.1/os-hypervisors"),
  ]);
  const found = hypervisors.hypervisors.map(({ hypervisor_hostname }) => hypervisor_hostname);
  const unknown = computeHosts.filter((host) => !found.includes(host)).map((host) => `the scheduler to find ${host}`);
  return [...missingWorkers([...compute.services, ...volume.services]), ...unknown];
}

/** Waits until every worker has reported itself. @throws LabError naming those that do not */
export async function awaitWorkers(admin: Client, report: (line: string) => void): Promise<void> {
  for (const deadline = Date.now() + patience; ; await pause(1000)) {
    const missing = await awaited(admin);
    if (missing.length === 0) return;
    report(`OpenStack: ${missing.join(", ")}`);
    if (Date.now() > deadline)
      throw new LabError(
        `OpenStack is not complete after ${patience / 1000} s; it still waits for ${missing.join(", ")}`,
      );
  }
}
