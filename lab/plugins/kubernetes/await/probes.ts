/** Which question to ask about which kind. */
import type { Api, Options } from "../cluster/api";
import { isNotFound } from "../cluster/errors";
import { annotation, isAnnotated, skipAwait, waitFor } from "../objects/annotations";
import { stringAt, type JsonObject } from "../objects/json";
import { kindOfObject } from "../objects/kinds";
import { parseWaitFor } from "./expressions";
import * as services from "./services";
import type { Verdict } from "./verdict";
import * as workloads from "./workloads";

/** A question about the live object; `waited` is in milliseconds since the wait began. */
export type Probe = (object: JsonObject, waited: number) => Verdict | Promise<Verdict>;

interface Spec {
  probe: (api: Api, options: Options) => Probe;
  /** Also asked, once, when the state is refreshed (the same kinds as upstream). */
  onRead: boolean;
  /** Upper bound of the wait in milliseconds where it is shorter than the resource's own timeout. */
  limit?: number;
}

const simple = (probe: Probe, onRead = false, limit?: number): Spec => ({
  probe: () => probe,
  onRead,
  ...(limit === undefined ? {} : { limit }),
});

const minutes = 60_000;

const specs: Readonly<Record<string, Spec>> = {
  "apps/Deployment": simple(workloads.deployment, true),
  "apps/StatefulSet": simple(workloads.statefulSet, true),
  "apps/DaemonSet": simple(workloads.daemonSet, true),
  "batch/Job": simple(workloads.job, true),
  "/Pod": simple(workloads.pod, true),
  "/ReplicationController": simple(workloads.replicationController),
  "/Service": { probe: serviceProbe, onRead: true },
  "networking.k8s.io/Ingress": simple(services.ingress, true),
  "/PersistentVolume": simple(services.volume, false, 5 * minutes),
  "/PersistentVolumeClaim": { probe: claimProbe, onRead: false, limit: 5 * minutes },
  "/ResourceQuota": simple(services.resourceQuota, false, minutes),
  "/Secret": simple(services.secretToken, false, minutes),
  "apiextensions.k8s.io/CustomResourceDefinition": simple(services.customResourceDefinition, false, minutes),
  "apiregistration.k8s.io/APIService": simple(services.apiService, false, 5 * minutes),
};

export interface Awaiter {
  probe: Probe;
  limit: number;
}

function specOf(object: JsonObject): Spec | undefined {
  const { group, kind } = kindOfObject(object);
  return specs[`${group}/${kind}`];
}

/** What to wait for after a create or update; undefined: nothing. */
export function awaiterFor(inputs: JsonObject, api: Api, options: Options): Awaiter | undefined {
  if (isAnnotated(inputs, skipAwait)) return undefined;
  const expression = annotation(inputs, waitFor);
  if (expression !== "") return { probe: parseWaitFor(expression), limit: Number.POSITIVE_INFINITY };
  const spec = specOf(inputs);
  return spec && { probe: spec.probe(api, options), limit: spec.limit ?? Number.POSITIVE_INFINITY };
}

/** What to look at once in a refresh; undefined: nothing. */
export function readProbeFor(inputs: JsonObject, api: Api, options: Options): Probe | undefined {
  const spec = specOf(inputs);
  return spec?.onRead === true && !isAnnotated(inputs, skipAwait) ? spec.probe(api, options) : undefined;
}

function serviceProbe(api: Api, options: Options): Probe {
  const kind = { group: "discovery.k8s.io", version: "v1", kind: "EndpointSlice" };
  return async (object, waited) => {
    const labelSelector = `kubernetes.io/service-name=${stringAt(object, "metadata", "name")}`;
    const slices = await api.list(kind, stringAt(object, "metadata", "namespace"), { labelSelector }, options);
    return services.service(object, slices, waited);
  };
}

function claimProbe(api: Api, options: Options): Probe {
  const kind = { group: "storage.k8s.io", version: "v1", kind: "StorageClass" };
  let mode = "";
  return async (object) => {
    const className = stringAt(object, "spec", "storageClassName");
    if (mode === "" && className !== "") {
      try {
        mode = stringAt(await api.get(kind, "", className, options), "volumeBindingMode");
      } catch (error) {
        if (!isNotFound(error)) throw error;
        return { ready: false, message: `StorageClass ${className} does not exist` };
      }
    }
    return services.claim(object, mode);
  };
}
