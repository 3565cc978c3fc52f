import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { TridentStorage } from "../types";
import { operatorCrds } from "./crds";
import { operatorAccount, operatorBinding, operatorDeployment } from "./operator";
import { orchestrator } from "./orchestrator";
import { operatorRole } from "./role";

/**
 * The operator and what it is to install.
 *
 * @param first what must be there before Trident is
 * @returns the TridentOrchestrator, which is ready when Trident is installed
 */
export function installTrident(
  name: string,
  spec: TridentStorage,
  space: pulumi.Resource,
  first: pulumi.Resource[],
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource {
  const crds = Object.entries(operatorCrds()).map(
    ([kind, definition]) =>
      new k8s.apiextensions.v1.CustomResourceDefinition(`${name}-${kind}`, definition, kept(opts)),
  );
  const account = new k8s.core.v1.ServiceAccount(`${name}-operator-account`, operatorAccount(), {
    ...opts,
    dependsOn: [space],
  });
  const role = new k8s.rbac.v1.ClusterRole(`${name}-operator-role`, operatorRole(), opts);
  const binding = new k8s.rbac.v1.ClusterRoleBinding(`${name}-operator-binding`, operatorBinding(), {
    ...opts,
    dependsOn: [role, account],
  });
  const operator = new k8s.apps.v1.Deployment(`${name}-operator`, operatorDeployment(spec.operator ?? {}), {
    ...opts,
    dependsOn: [binding, ...crds],
  });
  return new k8s.apiextensions.CustomResource(`${name}-orchestrator`, orchestrator(spec), {
    ...kept(opts),
    dependsOn: [operator, ...first],
    // Every node pulls Trident and its side-cars before it says Installed.
    customTimeouts: { create: "20m", update: "20m" },
  });
}

/**
 * Trident keeps all that it knows in objects of the cluster. They are left to the cluster's own end: taken away one by
 * one while volumes exist, their finalizers would wait for a controller that is gone (NetApp/trident#701).
 */
export const kept = (opts: pulumi.CustomResourceOptions): pulumi.CustomResourceOptions => ({
  ...opts,
  retainOnDelete: true,
});
