import type { OntapAccess, OntapOptions } from "../../../../components/storage/ontap/client";
import { ontapSystem, type OntapSystemArgs } from "../../../../components/storage/ontap/volumes";
import { startFakeOntap, tridentVolume, type FakeOntap, type FakeOntapArgs } from "../../../fakes/ontap";

export const password = 'pa"ss wörd/1';
export const svm = "research";

const running: FakeOntap[] = [];

/** A fake with the user dsaas; stopAll stops it. */
export async function fake(args: Partial<FakeOntapArgs> = {}): Promise<FakeOntap> {
  const started = await startFakeOntap({ volumes: [], svm, user: "dsaas", password, ...args });
  running.push(started);
  return started;
}

export async function stopAll(): Promise<void> {
  await Promise.all(running.splice(0).map((one) => one.close()));
}

export function access({ address, caCertificate }: FakeOntap): OntapAccess {
  const credentials = { kind: "password" as const, username: "dsaas", password };
  return { address, trustedCaCertificate: caCertificate, credentials };
}

/** Options whose sleep only writes down how long it was asked to. */
export function hurried(options: OntapOptions = {}): { slept: number[]; options: OntapOptions } {
  const slept: number[] = [];
  return { slept, options: { ...options, sleep: (milliseconds) => Promise.resolve(slept.push(milliseconds)) } };
}

export function system(ontap: FakeOntap, args: Partial<OntapSystemArgs> = {}) {
  const own = { svm, backend: "nas", driver: "ontap-nas" as const, storagePrefix: "dsaas_", stack: "lab" };
  return ontapSystem({ access: access(ontap), ...own, options: hurried().options, ...args });
}

/** Volumes of that many users. */
export function homes(count: number) {
  return Array.from({ length: count }, (_, index) => tridentVolume({ namespace: "hub", claim: `claim-user-${index}` }));
}

/** What a promise was rejected with. */
export async function failure(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => new Error("no error"),
    (reason: unknown) => reason,
  );
  return error instanceof Error ? error.message : String(error);
}
