import type { OntapNasBackend } from "../types";
import { isNetwork } from "./addresses";
import { problem, type TridentProblem } from "./problem";

/** Who may mount: one of the two ways, not both, not neither. */
export function exportProblems(backend: OntapNasBackend, at: string): TridentProblem[] {
  const { exportPolicy, autoExportPolicy, pools = [] } = backend;
  const policies = [
    ...(exportPolicy === undefined ? [] : [[`${at}.exportPolicy`, exportPolicy]]),
    ...pools.flatMap(({ defaults }, i) =>
      defaults?.exportPolicy === undefined ? [] : [[`${at}.pools[${i}].defaults.exportPolicy`, defaults.exportPolicy]],
    ),
    ...(backend.defaults?.exportPolicy === undefined
      ? []
      : [[`${at}.defaults.exportPolicy`, backend.defaults.exportPolicy]]),
  ] as [string, string][];
  if (autoExportPolicy !== undefined)
    return [
      ...policies.flatMap(([key, policy]) =>
        problem(true, key, policy, "is ignored by Trident while autoExportPolicy is set; keep one of the two"),
      ),
      ...problem(
        autoExportPolicy.cidrs.length === 0,
        `${at}.autoExportPolicy.cidrs`,
        [],
        "names no network; write the nodes' own, e.g. 192.0.2.0/24",
      ),
      ...autoExportPolicy.cidrs.flatMap((cidr, i) =>
        problem(!isNetwork(cidr), `${at}.autoExportPolicy.cidrs[${i}]`, cidr, "is no network; write e.g. 192.0.2.0/24"),
      ),
    ];

  const everyPool = pools.length > 0 && pools.every(({ defaults }) => defaults?.exportPolicy !== undefined);
  const missing = exportPolicy === undefined && backend.defaults?.exportPolicy === undefined && !everyPool;
  return missing
    ? [
        {
          key: `${at}.exportPolicy`,
          text: "is missing; name the SVM's export policy that admits the nodes (superuser sys) and your own hosts",
        },
      ]
    : [];
}
