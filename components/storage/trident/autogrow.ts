import { apiVersion, labels } from "./names";
import type { AutogrowPolicy } from "./types";

/** Trident's own growth where a policy names none. */
const growth = { percent: 10 };

/** A TridentAutogrowPolicy. Trident sets its state; a policy that it refuses says so there. */
export function autogrowPolicy(policy: AutogrowPolicy) {
  const amount = policy.growthAmount ?? growth;
  return {
    apiVersion,
    kind: "TridentAutogrowPolicy",
    metadata: {
      name: policy.name,
      labels,
      annotations: { "pulumi.com/waitFor": "jsonpath={.status.state}=Success" },
    },
    spec: {
      usedThreshold: `${policy.usedThresholdPercent}%`,
      growthAmount: "percent" in amount ? `${amount.percent}%` : `${amount.gib}Gi`,
      maxSize: `${policy.maxSizeGiB}Gi`,
    },
  };
}
