import type { OntapSanBackend, SolidfireSan, TridentBackend } from "../types";
import { exportProblems } from "./exports";
import { labelProblems } from "./labels";
import { dnsLabel, notDnsLabel, problem, repeated, type TridentProblem } from "./problem";
import { volumeProblems } from "./volumes";

export function backendProblems(backends: TridentBackend[], stack: string): TridentProblem[] {
  const names = backends.map(({ name }) => name);
  return [
    ...problem(backends.length === 0, "backends", [], "is empty; describe one at least"),
    ...repeated(names, (i) => `backends[${i}].name`, "give every backend a name of its own"),
    ...backends.flatMap((backend, i) => {
      const at = `backends[${i}]`;
      return [
        ...problem(!dnsLabel.test(backend.name), `${at}.name`, backend.name, notDnsLabel),
        ...prefixProblems(backend, at),
        ...topologyProblems(backend, at),
        ...labelProblems(backend, stack, at),
        ...volumeProblems(backend, at),
        ...driverProblems(backend, at),
      ];
    }),
  ];
}

/** What ONTAP and the clouds take as the beginning of a volume's name (ValidateStoragePrefix of the drivers, v26.06.0). */
function prefixProblems(backend: TridentBackend, at: string): TridentProblem[] {
  if (backend.driver === "solidfire-san" || backend.storagePrefix === undefined) return [];
  const cloud = backend.driver === "azure-netapp-files" || backend.driver === "google-cloud-netapp-volumes";
  const form = cloud ? /^[a-z][a-z-]{0,30}$/ : /^[A-Za-z_.-][A-Za-z0-9_.-]{0,62}$/;
  return problem(
    !form.test(backend.storagePrefix),
    `${at}.storagePrefix`,
    backend.storagePrefix,
    cloud
      ? "is no prefix there; use 1–31 small letters and hyphens, a letter first"
      : "is no prefix there; use 1–63 letters, digits, _, - and ., no digit first",
  );
}

function topologyProblems(backend: TridentBackend, at: string): TridentProblem[] {
  return (backend.supportedTopologies ?? []).flatMap((topology, i) =>
    problem(
      topology.region === undefined && topology.zone === undefined,
      `${at}.supportedTopologies[${i}]`,
      topology,
      "names neither region nor zone; write one, or leave it out",
    ),
  );
}

function driverProblems(backend: TridentBackend, at: string): TridentProblem[] {
  switch (backend.driver) {
    case "ontap-nas":
      return [...exportProblems(backend, at), ...usageProblems(backend, at)];
    case "ontap-nas-economy":
      return [
        ...exportProblems(backend, at),
        ...usageProblems(backend, at),
        ...countProblems(backend.qtreesPerFlexvol, `${at}.qtreesPerFlexvol`, 50, 300),
      ];
    case "ontap-nas-flexgroup":
      return exportProblems(backend, at);
    case "ontap-san":
      return [...usageProblems(backend, at), ...chapProblems(backend, at)];
    case "ontap-san-economy":
      return [...usageProblems(backend, at), ...countProblems(backend.lunsPerFlexvol, `${at}.lunsPerFlexvol`, 50, 200)];
    case "solidfire-san":
      return kindProblems(backend, at);
    case "azure-netapp-files":
    case "google-cloud-netapp-volumes":
    case "fake":
      return [];
    default:
      return backend satisfies never;
  }
}

function usageProblems({ limitAggregateUsagePercent }: { limitAggregateUsagePercent?: number }, at: string) {
  return countProblems(limitAggregateUsagePercent, `${at}.limitAggregateUsagePercent`, 1, 100);
}

function countProblems(value: number | undefined, key: string, least: number, most: number): TridentProblem[] {
  const wrong = value !== undefined && !(Number.isInteger(value) && value >= least && value <= most);
  return problem(wrong, key, value, `is out of range; write a whole number from ${least} to ${most}`);
}

function chapProblems(backend: OntapSanBackend, at: string): TridentProblem[] {
  const sanType = "sanType" in backend ? (backend.sanType ?? "iscsi") : "iscsi";
  return problem(
    backend.useCHAP === true && sanType !== "iscsi",
    `${at}.useCHAP`,
    true,
    `is of iSCSI, and sanType is ${sanType}; drop it`,
  );
}

/** Kinds of volume that are named but not described: Trident would use the system's default without a word. */
function kindProblems(backend: SolidfireSan, at: string): TridentProblem[] {
  const kinds = (backend.types ?? []).map(({ type }) => type);
  const named: [string, string | undefined][] = [
    [`${at}.type`, backend.type],
    ...(backend.pools ?? []).map(({ type }, i): [string, string | undefined] => [`${at}.pools[${i}].type`, type]),
  ];
  return named.flatMap(([key, type]) =>
    problem(
      type !== undefined && !kinds.includes(type),
      key,
      type,
      `is none of types (${kinds.join(", ")}); add it there`,
    ),
  );
}
