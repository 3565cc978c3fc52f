import { base64 } from "./backends/values";
import type { CredentialKey, TridentBackend } from "./types";

/** The values that a backend needs, each of which the stack's file must give, and no other. */
export function neededCredentials(backend: TridentBackend): CredentialKey[] {
  switch (backend.driver) {
    case "ontap-nas":
    case "ontap-nas-economy":
    case "ontap-nas-flexgroup":
      return ontapLogin(backend.clientCertificate);
    case "ontap-san":
    case "ontap-san-economy":
      return [
        ...ontapLogin(backend.clientCertificate),
        ...(backend.useCHAP === true
          ? (["chapUsername", "chapInitiatorSecret", "chapTargetUsername", "chapTargetInitiatorSecret"] as const)
          : []),
      ];
    case "solidfire-san":
      return ["username", "password"];
    case "azure-netapp-files":
      return ["clientId", "clientSecret"];
    case "google-cloud-netapp-volumes":
      return ["privateKey", "privateKeyId"];
    case "fake":
      return [];
    default:
      return backend satisfies never;
  }
}

/** With both, Trident would take the certificate and warn; so only one is asked for. */
function ontapLogin(clientCertificate: string | undefined): CredentialKey[] {
  return clientCertificate === undefined ? ["username", "password"] : ["clientPrivateKey"];
}

/**
 * Keys and values of a backend's Secret. Trident lower-cases keys when it reads them, so their case is for people.
 *
 * @param values every value that neededCredentials names
 */
export function secretData(
  backend: TridentBackend,
  values: Partial<Record<CredentialKey, string>>,
): Record<string, string> {
  switch (backend.driver) {
    case "solidfire-san": {
      const [user, password] = [values.username ?? "", values.password ?? ""].map(encodeURIComponent);
      // Element takes its credentials in the address.
      return { Endpoint: `https://${user}:${password}@${backend.mvip}/json-rpc/${backend.apiVersion ?? "8.0"}` };
    }
    case "azure-netapp-files":
      return { clientID: values.clientId ?? "", clientSecret: values.clientSecret ?? "" };
    case "google-cloud-netapp-volumes":
      return { private_key: values.privateKey ?? "", private_key_id: values.privateKeyId ?? "" };
    case "ontap-nas":
    case "ontap-nas-economy":
    case "ontap-nas-flexgroup":
    case "ontap-san":
    case "ontap-san-economy":
    case "fake":
      return Object.fromEntries(neededCredentials(backend).map((key) => [key, ontapValue(key, values[key] ?? "")]));
    default:
      return backend satisfies never;
  }
}

/** ONTAP's keys and certificates go to Trident as base64 of their PEM. */
const ontapValue = (key: CredentialKey, value: string): string =>
  key === "clientPrivateKey" ? (base64(value) ?? "") : value;
