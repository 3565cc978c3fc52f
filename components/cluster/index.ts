export { Cluster, type ClusterArgs } from "./cluster";
export { ClusterIdentity, type ClusterIdentityArgs } from "./identity";
export { accessOf } from "./access/kubeconfig";
export { userDataSkeletons } from "./fingerprint";
export { userData } from "./userdata";
export { clusterImages } from "./versions";
export type { ReadyNode } from "./access/readiness";
export type * from "./types";
