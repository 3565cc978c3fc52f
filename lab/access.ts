import { accessOf } from "../components/cluster";
import type { ApiAccess } from "../components/kubernetes/apiclient";
import { LabError } from "./errors";

/** The way to a cluster that the stack's own kubeconfig describes. */
export function clusterAccess(kubeconfig: string): ApiAccess {
  const access = accessOf(kubeconfig);
  if (access === undefined)
    throw new LabError("The stack's kubeconfig cannot be read; bring the lab up with: npm run lab");
  return access;
}
