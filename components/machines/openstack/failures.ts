import * as pulumi from "@pulumi/pulumi";
import type { OpenStackApi } from "./api";
import { wantedOf } from "./leftovers/wanted";
import { serversOf, type ServerMark } from "./servers";

/** What was being made and what the provider said. */
export interface Failure {
  /** `The port dsaas-…`. */
  label: string;
  /** The provider's words, the latest. */
  raw: string;
  /** What Nova says of an instance that went to ERROR and has been removed. */
  fault?: string | undefined;
}

const goesOn = "Then run the same command again: it goes on from here.";

/**
 * One sentence and its remedy, for whoever runs Pulumi; undefined where the provider's own words have to do.
 */
export function explainFailure({ label, raw, fault }: Failure): string | undefined {
  const words = fault ?? raw;
  if (fault === undefined && /\b401\b|authentication (failed|required)|expired application credential/i.test(raw))
    return `${label} was refused: Keystone no longer takes the application credential (dsaas:openstack.applicationCredentialId); it was deleted or has expired. Make a new one and set it. ${goesOn}`;
  const [, quota] = /(quota exceeded[^"\\]*)/i.exec(words) ?? [];
  if (quota !== undefined)
    return `${label} is more than the project's quota allows: ${sentence(quota)} Have the quota raised, or free some of it. ${goesOn}`;
  if (fault === undefined) {
    if (/no more ip addresses|IpAddressGenerationFailure/i.test(raw))
      return `${label} gets no address: its network has none left. Free one, or widen the network. ${goesOn}`;
    if (/\b403\b|forbidden|policy does(n't| not) allow/i.test(raw))
      return `${label} was refused: the application credential's roles do not allow it; docs/openstack.md lists those that it needs. ${goesOn}`;
    return undefined;
  }
  if (/no valid host|affinity instance group policy/i.test(fault))
    return `${label} went to ERROR and was removed: no host of the cloud has room for its flavor, or its server group allows none (control planes stand on different hosts). Ask the cloud's operators, or choose another flavor or dsaas:openstack.spread. ${goesOn}`;
  return `${label} went to ERROR and was removed; Nova says: ${sentence(fault)} See to that, or ask the cloud's operators. ${goesOn}`;
}

const sentence = (text: string): string => text.trim().replace(/[.\s]*$/, ".");

/**
 * A hook for everything that is made on OpenStack: says in one sentence why something could not be made. An instance that
 * went to ERROR is removed, as it would count against the quota and hold its port.
 *
 * Nothing is tried again here: Nova has tried other hosts itself.
 */
export function failureHook(name: string, api: OpenStackApi): pulumi.ErrorHook {
  return new pulumi.ErrorHook(name, async ({ type, name: resourceName, failedOperation, newInputs = {}, errors }) => {
    if (failedOperation !== "create") return false;
    const wanted = wantedOf(type, resourceName, newInputs);
    const label = wanted === undefined ? resourceName : `The ${wanted.kind} ${wanted.name}`;
    const fault = wanted?.kind === "server" ? await removeFailed(api, wanted).catch(() => undefined) : undefined;
    const explanation = explainFailure({ label, raw: errors[0] ?? "", fault });
    if (explanation !== undefined) await pulumi.log.error(explanation);
    return false;
  });
}

/** Removes this run's instance that went to ERROR. @returns what Nova says of it */
async function removeFailed(api: OpenStackApi, wanted: ServerMark): Promise<string | undefined> {
  const failed = (await serversOf(api, wanted)).find(({ status }) => status === "ERROR");
  if (failed === undefined) return undefined;
  await api.remove("compute", `/servers/${failed.id}`);
  return failed.fault ?? "no reason given";
}
