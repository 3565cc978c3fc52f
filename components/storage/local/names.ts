/** Where the provisioner lives. */
export const namespace = "dsaas-storage";

/** Name of the provisioner's Deployment, ServiceAccount and roles. */
export const provisionerName = "local-path-provisioner";

/** ConfigMap with the provisioner's settings and scripts. */
export const configName = "local-path-config";

/** Name under which classes ask for this provisioner; upstream's own, so that volumes are recognised everywhere. */
export const provisioner = "rancher.io/local-path";

/** Class of users' homes. */
export const homeClass = "dsaas-home";

/** Images as registries know them; a cluster's registry mirrors say where they are pulled from. */
export const images = {
  provisioner: "docker.io/rancher/local-path-provisioner:v0.0.30",
  helper: "docker.io/library/busybox:1.37.0",
} as const;

export const labels = {
  "app.kubernetes.io/name": provisionerName,
  "app.kubernetes.io/part-of": "dsaas",
} as const;
