import { LabError } from "../errors";
import { followComplaints, untilWell, type Machines } from "./cluster";
import type { Fault } from "./faults";
import { services, type Service } from "./probes";
import type { Seen, Watch } from "./watch";

/** What came of one fault. */
export interface Outcome {
  what: string;
  seen: Seen;
  /** Seconds until nodes, pods and etcd's members were whole again, what mended them included; to about a second. */
  whole: number;
}

/** How long services may be away before the lab gives up, ms. No bound of the product: the figure is what counts. */
const patience = 300_000;

/** An effect may come late, as that of a lease: so long a fault is looked at in any case, ms. */
const least = 12_000;

/**
 * Lets one fault happen, waits until all services have come back and the cluster is whole, and tells what was seen.
 * @throws LabError where something does not come back
 */
export async function run(fault: Fault, watch: Watch, all: Machines): Promise<Outcome> {
  const begin = Date.now();
  const lastComplaint = followComplaints(all);
  let complaint: number | undefined;
  let mended: number;
  try {
    mended = await breakAndMend(fault, watch, all, begin);
  } finally {
    complaint = await lastComplaint();
  }
  const seen = watch.seen(begin);
  const lost = fault.lost ?? [];
  for (const service of lost) {
    if (!watch.since(service, begin).some(({ at, ok }) => !ok && at < mended))
      throw new LabError(`${fault.what}: ${service} was expected to fail and did not`);
  }
  const whole = complaint === undefined ? 0 : seconds(complaint - begin);
  return { what: fault.what, seen: withoutMendingTime(seen, lost, mended - begin), whole };
}

/** @returns when the mending began, ms since 1970 */
async function breakAndMend(fault: Fault, watch: Watch, all: Machines, begin: number): Promise<number> {
  await fault.break();
  await pause(begin + least - Date.now());
  const lost = fault.lost ?? [];
  const others = services.filter((service) => !lost.includes(service));
  await watch.calm(Date.now(), patience, others);
  const mended = Date.now();
  await fault.mend();
  await untilWell(all);
  await watch.calm(Date.now(), patience);
  return mended;
}

/** How long a service was away that could not come back before the mending counts from the mending on. */
function withoutMendingTime(seen: Seen, lost: readonly Service[], before: number): Seen {
  const changed = lost.map((service) => {
    const { seconds: away, ...rest } = seen[service];
    return [service, { ...rest, seconds: away === undefined ? undefined : Math.max(0, seconds(away * 1000 - before)) }];
  });
  return { ...seen, ...(Object.fromEntries(changed) as Partial<Seen>) };
}

const seconds = (ms: number) => Math.round(ms / 100) / 10;
const pause = (ms: number) => new Promise((done) => setTimeout(done, Math.max(0, ms)));
