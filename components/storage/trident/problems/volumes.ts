import type { CloudDefaults, OntapDefaults, OntapNasDefaults, TridentBackend } from "../types";
import { isEverybody, isHostOrNetwork } from "./addresses";
import { problem, type TridentProblem } from "./problem";

/** Everything wrong with how a backend and its virtual pools make volumes. */
export function volumeProblems(backend: TridentBackend, at: string): TridentProblem[] {
  switch (backend.driver) {
    case "ontap-nas":
    case "ontap-nas-economy":
    case "ontap-nas-flexgroup":
      return places(backend, at).flatMap(([defaults, key]: [OntapNasDefaults, string]) => [
        ...ontapProblems(defaults, key, backend.driver, backend.defaults),
        ...modeProblems(defaults, key),
      ]);
    case "ontap-san":
    case "ontap-san-economy":
      return places(backend, at).flatMap(([defaults, key]) =>
        ontapProblems(defaults, key, backend.driver, backend.defaults),
      );
    case "azure-netapp-files":
      return places(backend, at).flatMap(([defaults, key]) => [
        ...cloudProblems(defaults, key),
        ...problem(
          defaults.maxThroughput !== undefined && (defaults.qosType ?? backend.defaults.qosType) !== "Manual",
          `${key}.maxThroughput`,
          defaults.maxThroughput,
          "has no effect with QoS of type Auto; set qosType to Manual or drop it",
        ),
      ]);
    case "google-cloud-netapp-volumes":
      return places(backend, at).flatMap(([defaults, key]) => [
        ...cloudProblems(defaults, key),
        ...reserveProblems(defaults, key),
      ]);
    case "solidfire-san":
    case "fake":
      return [];
    default:
      return backend satisfies never;
  }
}

/** A backend's defaults and those of its pools, each with its key. */
function places<D>(backend: { defaults?: D; pools?: { defaults?: D }[] }, at: string): [D, string][] {
  const all: [D | undefined, string][] = [
    [backend.defaults, `${at}.defaults`],
    ...(backend.pools ?? []).map((pool, i): [D | undefined, string] => [pool.defaults, `${at}.pools[${i}].defaults`]),
  ];
  return all.filter((place): place is [D, string] => place[0] !== undefined);
}

/** @param inherited what a pool takes over from its backend */
function ontapProblems(
  defaults: OntapDefaults,
  key: string,
  driver: TridentBackend["driver"],
  inherited: OntapDefaults = {},
): TridentProblem[] {
  const { qosPolicy, adaptiveQosPolicy } = { ...inherited, ...defaults };
  const own = defaults.qosPolicy ?? defaults.adaptiveQosPolicy;
  return [
    ...reserveProblems(defaults, key),
    ...problem(
      own !== undefined && qosPolicy !== undefined && adaptiveQosPolicy !== undefined,
      `${key}.adaptiveQosPolicy`,
      adaptiveQosPolicy,
      `stands beside qosPolicy ${JSON.stringify(qosPolicy)}, which a pool takes over from its backend; keep one of the two`,
    ),
    ...problem(
      driver === "ontap-nas-economy" && defaults.adaptiveQosPolicy !== undefined,
      `${key}.adaptiveQosPolicy`,
      defaults.adaptiveQosPolicy,
      "is not possible on qtrees (ontap-nas-economy); use qosPolicy",
    ),
  ];
}

function reserveProblems({ snapshotReservePercent }: { snapshotReservePercent?: number }, key: string) {
  const wrong = snapshotReservePercent !== undefined && !(snapshotReservePercent >= 0 && snapshotReservePercent <= 90);
  return problem(
    wrong,
    `${key}.snapshotReservePercent`,
    snapshotReservePercent,
    "is no share that can be set aside; write 0 to 90",
  );
}

function modeProblems({ unixPermissions }: { unixPermissions?: string }, key: string): TridentProblem[] {
  const wrong = unixPermissions !== undefined && !/^[0-7]{3,4}$/.test(unixPermissions);
  return problem(wrong, `${key}.unixPermissions`, unixPermissions, 'is no mode; write it in octal and quotes: "0770"');
}

function cloudProblems(defaults: CloudDefaults, key: string): TridentProblem[] {
  const rules = defaults.exportRule;
  return [
    ...modeProblems(defaults, key),
    ...problem(rules?.length === 0, `${key}.exportRule`, rules, "admits nobody; list the nodes' and hosts' networks"),
    ...(rules ?? []).flatMap((rule, i) => [
      ...problem(
        !isHostOrNetwork(rule),
        `${key}.exportRule[${i}]`,
        rule,
        "is neither an address nor a network; write e.g. 192.0.2.0/24",
      ),
      ...problem(
        isEverybody(rule),
        `${key}.exportRule[${i}]`,
        rule,
        "admits every host that reaches the service; list the networks of the nodes and of your own hosts",
      ),
    ]),
  ];
}
