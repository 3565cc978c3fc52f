/** When Services, Ingresses, volumes, claims, CustomResourceDefinitions and a few others count as ready. */
import { arrayAt, at, equal, numberAt, objectAt, stringAt, type Json, type JsonObject } from "../objects/json";
import { conditionOf, failed, pending, ready, type Verdict } from "./verdict";

/** Milliseconds after which a Service that selects no pods at all is taken to be meant so (as upstream does). */
export const emptyServiceGrace = 10_000;

/**
 * A Service is ready when every endpoint is, and its load balancer has an address. Headless, selector-less and
 * ExternalName Services have nothing to wait for.
 * @param slices the Service's EndpointSlices
 * @param waited milliseconds since the wait began
 */
export function service(object: JsonObject, slices: readonly Json[], waited: number): Verdict {
  const type = stringAt(object, "spec", "type");
  if (type === "ExternalName") return ready("external name");
  if (type === "LoadBalancer" && arrayAt(object, "status", "loadBalancer", "ingress").length === 0) {
    return pending("no address from the load balancer yet; does the cluster have one?");
  }
  const selectsPods = Object.keys(objectAt(object, "spec", "selector")).length > 0;
  if (!selectsPods || stringAt(object, "spec", "clusterIP") === "None") return ready();
  const endpoints = slices.flatMap((slice) => arrayAt(slice, "endpoints"));
  const up = endpoints.filter((endpoint) => at(endpoint, "conditions", "ready") !== false).length;
  const down = endpoints.filter(
    (endpoint) => at(endpoint, "conditions", "ready") === false && at(endpoint, "conditions", "terminating") !== true,
  ).length;
  if (down > 0) return pending(`${up} of ${up + down} selected pods ready`);
  if (up > 0) return ready(`${up} pods`);
  return waited >= emptyServiceGrace
    ? ready("no pods selected")
    : pending("no pods selected yet; does spec.selector match the labels of pods that run?");
}

export function ingress(object: JsonObject): Verdict {
  return arrayAt(object, "status", "loadBalancer", "ingress").length > 0
    ? ready()
    : pending("no address in .status.loadBalancer yet; does an ingress controller serve its class?");
}

/**
 * A claim is ready when bound, or while pending if its class binds only when a pod comes.
 * @param bindingMode volumeBindingMode of its StorageClass, "" if that is unknown
 */
export function claim(object: JsonObject, bindingMode: string): Verdict {
  const phase = stringAt(object, "status", "phase");
  if (phase === "Bound") return ready("bound");
  if (phase === "Lost") return failed("the claim lost its volume");
  if (phase === "Pending" && bindingMode === "WaitForFirstConsumer") return ready("pending until a pod uses it");
  return pending(`phase ${phase || "unknown"}`);
}

export function volume(object: JsonObject): Verdict {
  const phase = stringAt(object, "status", "phase");
  if (phase === "Available" || phase === "Bound") return ready(phase.toLowerCase());
  return phase === "Failed" ? failed(stringAt(object, "status", "message")) : pending(`phase ${phase || "unknown"}`);
}

export function resourceQuota(object: JsonObject): Verdict {
  const accepted = equal(at(object, "spec", "hard") ?? {}, at(object, "status", "hard") ?? {});
  return accepted ? ready() : pending("limits not yet taken up");
}

/** A service account's token Secret is filled by a controller; other Secrets are ready as created. */
export function secretToken(object: JsonObject): Verdict {
  if (stringAt(object, "type") !== "kubernetes.io/service-account-token") return ready();
  return Object.keys(objectAt(object, "data")).length > 0 ? ready() : pending("token not yet issued");
}

export function customResourceDefinition(object: JsonObject): Verdict {
  const names = conditionOf(object, "NamesAccepted");
  if (names?.status === "False") return failed(`names not accepted (${names.reason}): ${names.message}`);
  return conditionOf(object, "Established")?.status === "True" ? ready("established") : pending("not yet established");
}

export function apiService(object: JsonObject): Verdict {
  const available = conditionOf(object, "Available");
  return available?.status === "True" ? ready() : pending(available?.message ?? "not yet available");
}

/** What an object that is being deleted still waits for. */
export function deletionBlockers(object: JsonObject): string {
  const finalizers = [...arrayAt(object, "metadata", "finalizers"), ...arrayAt(object, "spec", "finalizers")].map(
    String,
  );
  const conditions = arrayAt(object, "status", "conditions")
    .filter(
      (condition) => /Remaining|Failure/.test(stringAt(condition, "type")) && stringAt(condition, "status") === "True",
    )
    .map((condition) => stringAt(condition, "message"));
  const running = numberAt(object, "status", "replicas");
  const parts = [
    ...(finalizers.length > 0 ? [`finalizers ${finalizers.join(", ")}`] : []),
    ...(running > 0 ? [`${running} pods`] : []),
    ...conditions,
  ];
  return parts.length > 0 ? parts.join("; ") : "the API server";
}
