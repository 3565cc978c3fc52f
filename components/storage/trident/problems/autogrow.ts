import type { AutogrowPolicy } from "../types";
import { dnsLabel, notDnsLabel, problem, repeated, type TridentProblem } from "./problem";

export function autogrowPolicyProblems(policies: AutogrowPolicy[]): TridentProblem[] {
  return [
    ...repeated(
      policies.map(({ name }) => name),
      (i) => `autogrow[${i}].name`,
      "give every policy a name of its own",
    ),
    ...policies.flatMap((policy, i) => {
      const at = `autogrow[${i}]`;
      const { name, usedThresholdPercent, growthAmount, maxSizeGiB } = policy;
      const amount = growthAmount && ("percent" in growthAmount ? growthAmount.percent : growthAmount.gib);
      return [
        ...problem(!dnsLabel.test(name), `${at}.name`, name, notDnsLabel),
        ...problem(name === "none", `${at}.name`, name, "means no policy at all to Trident; choose another name"),
        ...problem(
          !(usedThresholdPercent >= 1 && usedThresholdPercent <= 99),
          `${at}.usedThresholdPercent`,
          usedThresholdPercent,
          "is no share at which to grow; write 1 to 99",
        ),
        ...problem(
          amount !== undefined && !(amount > 0),
          `${at}.growthAmount`,
          growthAmount,
          "lets nothing grow; write more than 0",
        ),
        ...problem(!(maxSizeGiB > 0), `${at}.maxSizeGiB`, maxSizeGiB, "is no size; write more than 0 GiB"),
      ];
    }),
  ];
}
