import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { podSecurityLabels } from "../../kubernetes/podSecurity";
import type { StorageClasses } from "../index";
import type { LocalStorage } from "../types";
import { provisionerConfig } from "./config";
import { provisionerDeployment } from "./deployment";
import { configName, labels, namespace } from "./names";
import * as rbac from "./rbac";
import { homeStorageClass } from "./storageClass";

/** Rancher's local-path-provisioner over one shared path, as native resources, and the class of users' homes. */
export function createLocalStorage(
  name: string,
  spec: LocalStorage,
  opts: pulumi.CustomResourceOptions,
): StorageClasses {
  const config = provisionerConfig(spec);
  const space = new k8s.core.v1.Namespace(
    `${name}-namespace`,
    // Its helper pods mount a path of the node, which Pod Security's stricter levels refuse; `baseline` already does.
    { metadata: { name: namespace, labels: { ...labels, ...podSecurityLabels("privileged") } } },
    opts,
  );
  const inside = { ...opts, dependsOn: [space] };

  const account = new k8s.core.v1.ServiceAccount(`${name}-account`, rbac.serviceAccount(), inside);
  const clusterRole = new k8s.rbac.v1.ClusterRole(`${name}-cluster-role`, rbac.clusterRole(), opts);
  const role = new k8s.rbac.v1.Role(`${name}-role`, rbac.role(), inside);
  const clusterBinding = new k8s.rbac.v1.ClusterRoleBinding(`${name}-cluster-binding`, rbac.clusterRoleBinding(), {
    ...opts,
    dependsOn: [clusterRole, account],
  });
  const binding = new k8s.rbac.v1.RoleBinding(`${name}-binding`, rbac.roleBinding(), {
    ...opts,
    dependsOn: [role, account],
  });
  const configMap = new k8s.core.v1.ConfigMap(
    `${name}-config`,
    { metadata: { name: configName, namespace, labels }, data: config },
    inside,
  );
  const deployment = new k8s.apps.v1.Deployment(`${name}-provisioner`, provisionerDeployment(config), {
    ...opts,
    dependsOn: [clusterBinding, binding, configMap],
  });
  // Last, so that what waits for the class can have volumes at once.
  const home = new k8s.storage.v1.StorageClass(`${name}-home`, homeStorageClass(), {
    ...opts,
    dependsOn: [deployment],
  });

  return {
    homeClass: home.metadata.name,
    classNames: [home.metadata.name],
    space,
    attachable: [],
    shelf: { kind: "class", storageClass: home.metadata.name },
  };
}
