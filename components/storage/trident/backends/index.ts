import { apiVersion, labels, namespace } from "../names";
import type { TridentBackend } from "../types";
import { azureSpec, googleSpec } from "./clouds";
import { ontapNasSpec, ontapSanSpec } from "./ontap";
import { fakeSpec, solidfireSpec } from "./others";
import type { JsonObject } from "./values";

export { secretName } from "./common";

/** A backend's configuration as Trident reads it. It holds no secret: those stand in the Secret that it names. */
export function backendSpec(backend: TridentBackend, stack: string): JsonObject {
  switch (backend.driver) {
    case "ontap-nas":
    case "ontap-nas-economy":
    case "ontap-nas-flexgroup":
      return ontapNasSpec(backend, stack);
    case "ontap-san":
    case "ontap-san-economy":
      return ontapSanSpec(backend, stack);
    case "solidfire-san":
      return solidfireSpec(backend, stack);
    case "azure-netapp-files":
      return azureSpec(backend, stack);
    case "google-cloud-netapp-volumes":
      return googleSpec(backend, stack);
    case "fake":
      return fakeSpec(backend, stack);
    default:
      return backend satisfies never;
  }
}

/**
 * The TridentBackendConfig of a backend. Bound alone is not enough: a change that Trident refuses leaves the phase as it
 * was and only the last operation failed.
 */
export function backendConfig(backend: TridentBackend, stack: string) {
  const ready = ["jsonpath={.status.phase}=Bound", "jsonpath={.status.lastOperationStatus}=Success"];
  return {
    apiVersion,
    kind: "TridentBackendConfig",
    metadata: {
      name: backend.name,
      namespace,
      labels,
      annotations: { "pulumi.com/waitFor": JSON.stringify(ready) },
    },
    // retain: a configuration that goes must never take its backend along; with volumes on it, it would be stuck
    // "Deleting" besides (NetApp/trident#701).
    spec: { ...backendSpec(backend, stack), deletionPolicy: "retain" },
  };
}
