import type { TridentBackend } from "./types";

/** Labels that the stack itself sets on every backend that writes them. */
export const ownerKeys = ["stack", "namespace", "claim", "class", "backend"] as const;

/** Characters of the comment that Trident writes to a volume (MaxNASLabelLength and MaxSANLabelLength; ANF, Element). */
export function commentLimit(driver: TridentBackend["driver"]): number | undefined {
  switch (driver) {
    case "ontap-nas":
    case "ontap-nas-flexgroup":
      return 1023;
    case "ontap-san":
      return 254;
    case "azure-netapp-files":
      return 256;
    case "solidfire-san":
      return 512;
    // Shared FlexVols get no comment, GCNV has labels of its own, and fake has nothing to write to.
    case "ontap-nas-economy":
    case "ontap-san-economy":
    case "google-cloud-netapp-volumes":
    case "fake":
      return undefined;
    default:
      return driver satisfies never;
  }
}

/**
 * Labels by which a volume names its owner in its own comment, so that a storage administrator, or a recovery without
 * any inventory, knows whose it is. Trident fills templates in for FlexVol-per-volume drivers only; elsewhere the stack
 * alone is named. Class and backend are left out on SAN, where 254 characters would not hold them.
 * components/storage/ontap/comment.ts reads them.
 */
export function ownerLabels(
  { driver, name }: Pick<TridentBackend, "driver" | "name">,
  stack: string,
): Record<string, string> {
  const owner = { stack, namespace: "{{.volume.Namespace}}", claim: "{{.volume.RequestName}}" };
  switch (driver) {
    case "ontap-nas":
    case "ontap-nas-flexgroup":
      return { ...owner, class: "{{.volume.StorageClass}}", backend: name };
    case "ontap-san":
      return owner;
    case "ontap-nas-economy":
    case "ontap-san-economy":
    case "solidfire-san":
    case "azure-netapp-files":
    case "google-cloud-netapp-volumes":
    case "fake":
      return { stack };
    default:
      return driver satisfies never;
  }
}

/** All labels of a backend as Trident gets them. */
export function backendLabels(backend: TridentBackend, stack: string): Record<string, string> {
  return { ...backend.labels, ...ownerLabels(backend, stack) };
}

/** Length of a template's longest value: Kubernetes' names of namespaces have 63 characters, the hub's claims too. */
const longestName = 63;

/** Characters of the comment that Trident writes for a volume with the longest names: compact JSON. */
export function commentLength(labels: Record<string, string>): number {
  const filled = Object.entries(labels).map(([key, value]) => [
    key,
    value.replace(/\{\{[^}]*\}\}/g, "x".repeat(longestName)),
  ]);
  return JSON.stringify({ provisioning: Object.fromEntries(filled) as Record<string, string> }).length;
}
