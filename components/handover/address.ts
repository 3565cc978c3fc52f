import { publicServiceOf, publicServicePath } from "./objects";
import type { Side } from "./side";

/** Which addresses kube-vip announces for a Service. */
const annotation = "kube-vip.io/loadbalancerIPs";

/**
 * The address of a Service that has none. kube-vip v1.0.0 lets go of an address only when the annotation names another
 * (`AddOrModify` in pkg/services/processor.go); without the annotation it goes on with what the Service's status says
 * (`FetchServiceAddresses` in pkg/instance/instance.go). Tried: the address before is gone in less than half a second, this
 * one is not announced then, and patching back takes as long. It is of RFC 2544, which no real network uses, should kube-vip
 * announce it all the same, as after a change of its leader.
 */
export const parkingAddress = "198.18.0.254";

/** Milliseconds until an address is let go, twice what was seen. */
const letGo = 1_000;

/** Takes the address back from kube-vip. Resolves with a function that waits until nobody announces it any more. */
export async function releaseAddress(side: Side): Promise<() => Promise<void>> {
  const { api, namespace, address, now, pause } = side;
  const service = await publicServiceOf(api, namespace);
  if (service?.metadata.annotations[annotation] !== address) return () => Promise.resolve();
  await setAddress(side, parkingAddress);
  const released = now();
  return async () => void (await pause(Math.max(0, released + letGo - now())));
}

/** Gives the address to kube-vip, unless it has it. */
export async function takeAddress(side: Side): Promise<void> {
  const service = await publicServiceOf(side.api, side.namespace);
  if (service?.metadata.annotations[annotation] !== side.address) await setAddress(side, side.address);
}

/** What is missing until users reach the Service; undefined: nothing. */
export async function addressMissing({ api, namespace, address }: Side): Promise<string | undefined> {
  const service = await publicServiceOf(api, namespace);
  if (service === undefined) return "Service proxy-public is missing";
  const announced = service.status.loadBalancer.ingress.map(({ ip }) => ip);
  return announced.includes(address) ? undefined : `address ${address} is not announced yet`;
}

async function setAddress({ api, namespace }: Side, address: string): Promise<void> {
  await api.patch(publicServicePath(namespace), { metadata: { annotations: { [annotation]: address } } });
}
