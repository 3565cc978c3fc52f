import { k8sTimeout } from "../defaults";
import { apiVersion, labels, namespace } from "../names";
import type { TridentBackend, TridentOperator, TridentStorage } from "../types";

/** Name of the one TridentOrchestrator; upstream's own. */
export const orchestratorName = "trident";

/** The TridentOrchestrator: what the operator is to install. Ready when it says Installed. */
export function orchestrator({ backends, operator = {} }: Pick<TridentStorage, "backends" | "operator">) {
  return {
    apiVersion,
    kind: "TridentOrchestrator",
    metadata: {
      name: orchestratorName,
      labels,
      annotations: { "pulumi.com/waitFor": "jsonpath={.status.status}=Installed" },
    },
    spec: {
      namespace,
      // Trident's own and its side-cars' images are those of the operator's release, in this registry.
      ...(operator.registry !== undefined && { imageRegistry: operator.registry }),
      imagePullPolicy: "IfNotPresent",
      ...autosupport(operator),
      k8sTimeout: operator.k8sTimeout ?? k8sTimeout,
      // With ReadWriteOnceWithFSType, Trident's own, kubelet would leave NFS volumes to root, and mode 0770 would lock
      // users out of their homes.
      fsGroupPolicy: "File",
      // Detaching a lost node's volumes by force is safe only where Trident itself keeps that node out afterwards.
      enableForceDetach: backends.length > 0 && backends.every(keepsNodesOut),
      // Who asked Trident for what is part of a hospital's records; Trident's own default switches its audit log off.
      disableAuditLog: false,
      // The node image brings no iSCSI: Trident installs and starts it, the only thing that it changes on a machine.
      nodePrep: (operator.prepareNodes ?? backends.some(usesIscsi)) ? ["iscsi"] : [],
    },
  };
}

function autosupport(operator: TridentOperator) {
  const mode = operator.autosupport ?? "excluded";
  switch (mode) {
    case "excluded":
      return { silenceAutosupport: true, excludeAutosupport: true };
    case "silenced":
      return { silenceAutosupport: true, excludeAutosupport: false };
    case "enabled":
      return { silenceAutosupport: false, excludeAutosupport: false };
    default:
      return mode satisfies never;
  }
}

/** Whether Trident itself admits and shuts out nodes, volume by volume. */
function keepsNodesOut(backend: TridentBackend): boolean {
  switch (backend.driver) {
    case "ontap-nas":
    case "ontap-nas-economy":
    case "ontap-nas-flexgroup":
      return backend.autoExportPolicy !== undefined;
    case "ontap-san":
    case "ontap-san-economy":
      return true;
    case "solidfire-san":
    case "azure-netapp-files":
    case "google-cloud-netapp-volumes":
    case "fake":
      return false;
    default:
      return backend satisfies never;
  }
}

function usesIscsi(backend: TridentBackend): boolean {
  switch (backend.driver) {
    case "ontap-san":
      return (backend.sanType ?? "iscsi") === "iscsi";
    case "ontap-san-economy":
    case "solidfire-san":
      return true;
    case "ontap-nas":
    case "ontap-nas-economy":
    case "ontap-nas-flexgroup":
    case "azure-netapp-files":
    case "google-cloud-netapp-volumes":
    case "fake":
      return false;
    default:
      return backend satisfies never;
  }
}
