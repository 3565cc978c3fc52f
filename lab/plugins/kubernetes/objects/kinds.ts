/** Which Kubernetes kind a Pulumi resource stands for, and what is known about kinds without asking a cluster. */
import { stringAt, type JsonObject } from "./json";

export interface Kind {
  /** API group, "" for core. */
  group: string;
  version: string;
  kind: string;
}

export interface Urn {
  /** Type token without the parents' types, for example kubernetes:apps/v1:Deployment. */
  type: string;
  name: string;
}

/** Splits `urn:pulumi:STACK::PROJECT::PARENTTYPE$TYPE::NAME`; the name itself may contain "::". */
export function parseUrn(urn: string): Urn {
  const parts = urn.split("::");
  return { type: (parts[2] ?? "").split("$").at(-1) ?? "", name: parts.slice(3).join("::") };
}

/** The kind that a URN's type names. Patch resources are named as such: see `isPatch`. */
export function kindOfUrn(urn: string): Kind {
  const { type } = parseUrn(urn);
  const [, module, kind] = type.split(":");
  const [group, version] = (module ?? "").split("/");
  if (!group || !version || !kind) {
    throw new Error(`Resource type "${type}" is not of the form kubernetes:GROUP/VERSION:KIND.`);
  }
  if (group === "helm.sh" || group === "kustomize" || group === "yaml") {
    throw new Error(`Resource type "${type}" is not supported by this plugin; use native resources instead.`);
  }
  return { group: group === "core" ? "" : group, version, kind };
}

/** The kind that an object's own apiVersion and kind name. "core/v1" is read as "v1". */
export function kindOfObject(object: JsonObject): Kind {
  const parts = stringAt(object, "apiVersion").split("/");
  const version = parts.at(-1) ?? "";
  const group = parts.length > 1 && parts[0] !== "core" ? (parts[0] ?? "") : "";
  return { group, version, kind: stringAt(object, "kind") };
}

export function apiVersionOf({ group, version }: Kind): string {
  return group === "" ? version : `${group}/${version}`;
}

/** `ConfigMapPatch` resources declare `kind: ConfigMap`; a custom kind whose own name ends in Patch does not. */
export function isPatch(urn: string, kind: string): boolean {
  const type = parseUrn(urn).type.split(":").at(-1) ?? "";
  return type.endsWith("Patch") && kind !== type;
}

/** A resource's id in the state: `namespace/name`, or the bare name of a cluster-wide object. */
export function idOf(object: JsonObject): string {
  const namespace = stringAt(object, "metadata", "namespace");
  const name = stringAt(object, "metadata", "name");
  return namespace === "" ? name : `${namespace}/${name}`;
}

export function parseId(id: string): { namespace: string; name: string } {
  const slash = id.indexOf("/");
  return slash < 0 ? { namespace: "", name: id } : { namespace: id.slice(0, slash), name: id.slice(slash + 1) };
}

export function isCustomResourceDefinition(object: JsonObject): boolean {
  return object["kind"] === "CustomResourceDefinition" && kindOfObject(object).group === "apiextensions.k8s.io";
}

const clusterWide: Readonly<Record<string, readonly string[]>> = {
  "": ["ComponentStatus", "Namespace", "Node", "PersistentVolume"],
  "admissionregistration.k8s.io": [
    "MutatingAdmissionPolicy",
    "MutatingAdmissionPolicyBinding",
    "MutatingWebhookConfiguration",
    "ValidatingAdmissionPolicy",
    "ValidatingAdmissionPolicyBinding",
    "ValidatingWebhookConfiguration",
  ],
  "apiextensions.k8s.io": ["CustomResourceDefinition"],
  "apiregistration.k8s.io": ["APIService"],
  "authentication.k8s.io": ["SelfSubjectReview", "TokenReview"],
  "authorization.k8s.io": ["SelfSubjectAccessReview", "SelfSubjectRulesReview", "SubjectAccessReview"],
  "certificates.k8s.io": ["CertificateSigningRequest", "ClusterTrustBundle"],
  "flowcontrol.apiserver.k8s.io": ["FlowSchema", "PriorityLevelConfiguration"],
  "internal.apiserver.k8s.io": ["StorageVersion"],
  "networking.k8s.io": ["IPAddress", "IngressClass", "ServiceCIDR"],
  "node.k8s.io": ["RuntimeClass"],
  policy: ["PodSecurityPolicy"],
  "rbac.authorization.k8s.io": ["ClusterRole", "ClusterRoleBinding"],
  "resource.k8s.io": ["DeviceClass", "DeviceTaintRule", "ResourceSlice"],
  "scheduling.k8s.io": ["PriorityClass"],
  "storage.k8s.io": ["CSIDriver", "CSINode", "StorageClass", "VolumeAttachment", "VolumeAttributesClass"],
  "storagemigration.k8s.io": ["StorageVersionMigration"],
};

const namespacedGroups = ["apps", "autoscaling", "batch", "coordination.k8s.io", "discovery.k8s.io", "events.k8s.io"];

/** Whether a kind of Kubernetes itself lives in namespaces; undefined for custom kinds, which only a cluster knows. */
export function builtInNamespaced({ group, kind }: Kind): boolean | undefined {
  const wide = clusterWide[group];
  if (wide !== undefined) return !wide.includes(kind);
  return namespacedGroups.includes(group) ? true : undefined;
}
