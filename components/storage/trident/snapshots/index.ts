import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { TridentOperator } from "../types";
import * as controller from "./controller";
import { snapshotCrds } from "./crds";

/**
 * Kinds and controller of VolumeSnapshots, which no Kubernetes has of its own. They come before Trident, which looks
 * for the kinds when it is installed.
 *
 * @returns the kinds' definitions, to wait for
 */
export function installSnapshots(
  name: string,
  operator: TridentOperator,
  space: pulumi.Resource,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const crds = Object.entries(snapshotCrds()).map(
    ([kind, definition]) =>
      new k8s.apiextensions.v1.CustomResourceDefinition(`${name}-${kind}`, definition, {
        ...opts,
        // Without its kind, every snapshot would go, and those of a class that deletes from the storage too.
        retainOnDelete: true,
      }),
  );
  const inside = { ...opts, dependsOn: [space] };
  const account = new k8s.core.v1.ServiceAccount(`${name}-account`, controller.controllerAccount(), inside);
  const clusterRole = new k8s.rbac.v1.ClusterRole(`${name}-cluster-role`, controller.controllerRole(), opts);
  const role = new k8s.rbac.v1.Role(`${name}-role`, controller.leaderRole(), inside);
  const bindings = [
    new k8s.rbac.v1.ClusterRoleBinding(`${name}-cluster-binding`, controller.controllerBinding(), {
      ...opts,
      dependsOn: [clusterRole, account],
    }),
    new k8s.rbac.v1.RoleBinding(`${name}-binding`, controller.leaderBinding(), { ...opts, dependsOn: [role, account] }),
  ];
  new k8s.apps.v1.Deployment(`${name}-controller`, controller.controllerDeployment(operator), {
    ...opts,
    dependsOn: [...crds, ...bindings],
  });
  return crds;
}
