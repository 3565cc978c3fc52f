import type * as k8s from "@pulumi/kubernetes";
import { group, labels } from "../names";
import { orchestratorSpec, orchestratorStatus } from "./orchestratorSchema";

type Crd = k8s.apiextensions.v1.CustomResourceDefinitionArgs;

/**
 * The two kinds that the operator wants before it starts; it makes all others itself. TridentOrchestrator's fields are
 * written out, so that the API server names a misspelt one, which upstream's own definition would keep silently.
 */
export function operatorCrds(): { orchestrators: Crd; configurators: Crd } {
  return {
    orchestrators: crd("TridentOrchestrator", ["torc", "torchestrator"], {
      type: "object",
      properties: { spec: orchestratorSpec, status: orchestratorStatus },
    }),
    // Never used here: the operator only watches it.
    configurators: crd("TridentConfigurator", ["tconf", "tconfigurator"], {
      type: "object",
      "x-kubernetes-preserve-unknown-fields": true,
    }),
  };
}

function crd(kind: string, shortNames: string[], openAPIV3Schema: object): Crd {
  const singular = kind.toLowerCase();
  return {
    metadata: { name: `${singular}s.${group}`, labels },
    spec: {
      group,
      scope: "Cluster",
      names: { kind, listKind: `${kind}List`, plural: `${singular}s`, singular, shortNames },
      versions: [
        { name: "v1", served: true, storage: true, schema: { openAPIV3Schema }, subresources: { status: {} } },
      ],
    },
  };
}
