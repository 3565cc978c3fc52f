import { setTimeout as sleep } from "node:timers/promises";
import { claimKey, sourceKey } from "./cluster";
import type { Backends, Kubernetes } from "./kubernetes";
import { boundClaim, claimPath, importingClaim, localVolume, volumeName } from "./objects";
import type { Step } from "./plan";
import type { ClaimName, VolumeRecord } from "./types";

export interface AttachOptions {
  /** Claims that the stack makes itself, `namespace/claim`; for these only what has to be there before is made. */
  stackClaims: string[];
  backends: Backends;
  /** Volumes at once. @default 16 */
  concurrency?: number;
  /** Seconds until a claim must be bound. @default 300 */
  timeout?: number;
  /** Told whenever a volume more is attached. */
  progress(done: number, all: number): void;
}

/** Carries out a plan. Killed at any point, the next run plans again from what is there. @throws Error naming every claim that failed */
export async function attachAll(kubernetes: Kubernetes, steps: Step[], options: AttachOptions): Promise<ClaimName[]> {
  const failures: string[] = [];
  const queue = [...steps];
  let done = 0;
  const worker = async () => {
    for (let step = queue.shift(); step !== undefined; step = queue.shift()) {
      const { record } = step;
      await attachOne(kubernetes, step, options).then(
        () => options.progress(++done, steps.length),
        (error: Error) => failures.push(`${claimKey(record)}: ${error.message}`),
      );
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.concurrency ?? 16, steps.length) }, worker));
  if (failures.length > 0)
    throw new Error(
      `${failures.length} of ${steps.length} volumes could not be attached; the others are. Run the same command again once the cause is gone.\n${failures.sort().join("\n")}`,
    );
  return steps.map(({ record: { namespace, claim } }) => ({ namespace, claim }));
}

async function attachOne(kubernetes: Kubernetes, step: Step, options: AttachOptions): Promise<void> {
  const { record } = step;
  if (step.do === "attach") await makeObjects(kubernetes, record, options);
  if (step.do === "release") await giveBack(kubernetes, record, step.volume, options);
  if (!isStackClaim(record, options)) await untilBound(kubernetes, record, options);
}

const isStackClaim = (record: VolumeRecord, { stackClaims }: AttachOptions) => stackClaims.includes(claimKey(record));

async function makeObjects(kubernetes: Kubernetes, record: VolumeRecord, options: AttachOptions): Promise<void> {
  const { source } = record;
  switch (source.driver) {
    case "local":
      await kubernetes.create("/api/v1/persistentvolumes", localVolume(record, source));
      if (!isStackClaim(record, options)) await makeClaim(kubernetes, record, boundClaim(record, volumeName(record)));
      return;
    case "trident":
      // The stack's own claim carries the import's annotations itself.
      if (!isStackClaim(record, options))
        await makeClaim(
          kubernetes,
          record,
          importingClaim(record, source, backendUuid(source.backend, options.backends)),
        );
      return;
    default:
      return source satisfies never;
  }
}

/** A volume whose claim was deleted keeps that claim's UID; without it, a new claim of the same name can have it. */
async function giveBack(
  kubernetes: Kubernetes,
  record: VolumeRecord,
  volume: string,
  options: AttachOptions,
): Promise<void> {
  await kubernetes.patch(`/api/v1/persistentvolumes/${volume}`, {
    spec: { claimRef: { uid: null, resourceVersion: null } },
  });
  if (!isStackClaim(record, options)) await makeClaim(kubernetes, record, boundClaim(record, volume));
}

async function makeClaim(kubernetes: Kubernetes, record: VolumeRecord, claim: object): Promise<void> {
  await kubernetes.create(`/api/v1/namespaces/${record.namespace}/persistentvolumeclaims`, claim);
}

/** @throws Error where no backend of that name is bound in this cluster */
export function backendUuid(name: string, backends: Backends): string {
  const uuid = backends.get(name);
  if (uuid === undefined) throw new Error(missingBackend(name, backends));
  return uuid;
}

export function missingBackend(name: string, backends: Backends): string {
  return `its backend ${name} is not among this cluster's (${[...backends.keys()].join(", ") || "none"}); describe it in dsaas:storage.backends under that name`;
}

/** Waits for the claim and looks whether it got the volume that is its own. */
async function untilBound(
  kubernetes: Kubernetes,
  record: VolumeRecord,
  { backends, timeout = 300 }: AttachOptions,
): Promise<void> {
  const path = claimPath(record);
  for (const deadline = Date.now() + timeout * 1000; ; await sleep(250)) {
    const claim = await kubernetes.claim(path);
    if (claim.bound && claim.volumeName !== undefined) {
      const { source } = await kubernetes.volume(claim.volumeName, backends);
      if (source !== undefined && sourceKey(source) === sourceKey(record.source)) return;
      throw new Error(
        `it was given ${source === undefined ? claim.volumeName : sourceKey(source)} instead of ${sourceKey(record.source)}; let nobody start a server before an administrator has looked into both`,
      );
    }
    if (Date.now() > deadline)
      throw new Error(
        `not bound to ${sourceKey(record.source)} after ${timeout} s; kubectl describe persistentvolumeclaim ${record.claim} --namespace ${record.namespace} tells why`,
      );
  }
}
