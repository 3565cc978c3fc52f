import { securityRules, type PodTraffic, type SecurityRule } from "../../components/machines/openstack/rules";
import type { ApiHolder } from "../../components/machines/types";

const traffics: readonly PodTraffic[] = [{ kind: "vxlan" }, { kind: "routed", podSubnet: "pods" }];
const holders: readonly ApiHolder[] = ["control-plane", "load-balancer"];
const backends: Record<PodTraffic["kind"], string> = { vxlan: "vxlan", routed: "host-gw" };

/** Keys stand for the networks that they list. */
const access = { hub: ["`access.hub`"], api: ["`access.api`"] };

const cells = ({ role, protocol, ports: [first, last] = [0, 0], from, purpose }: SecurityRule): string[] => [
  `${role}s`,
  protocol === undefined ? "any" : `${protocol.toUpperCase()} ${first === last ? first : `${first}–${last}`}`,
  from.kind === "network" ? from.cidr : `${from.role}s`,
  purpose.split(", from ")[0] ?? "",
];

/** Rows of the table of openings in docs/openstack.md: every opening that there can be, and when there is that one. */
export function openings(): string[][] {
  const seen = new Map<string, { row: string[]; traffics: Set<string>; holders: Set<string> }>();
  for (const traffic of traffics) {
    for (const holder of holders) {
      for (const rule of securityRules(traffic, access, holder, "the machines' subnet")) {
        const row = cells(rule);
        const entry = seen.get(row.join()) ?? { row, traffics: new Set(), holders: new Set() };
        entry.traffics.add(backends[traffic.kind]);
        entry.holders.add(holder);
        seen.set(row.join(), entry);
      }
    }
  }
  const only = (key: string, values: Set<string>, all: number) =>
    values.size === all ? [] : [`\`${key}: ${[...values].join()}\``];
  return [...seen.values()].map(({ row, traffics: of, holders: by }) => [
    ...row,
    [...only("backend", of, traffics.length), ...only("apiHolder", by, holders.length)].join(", ") || "always",
  ]);
}
