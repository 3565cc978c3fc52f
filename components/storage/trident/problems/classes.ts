import { classParameters } from "../classes";
import { matches, offeredPools, requestOf, type OfferedPool } from "../matching";
import type { TridentBackend, TridentClass, TridentStorage } from "../types";
import { dnsLabel, notDnsLabel, problem, repeated, type TridentProblem } from "./problem";

/** Everything wrong with the classes, that of homes apart (home.ts). */
export function classProblems(spec: TridentStorage): TridentProblem[] {
  const { classes } = spec;
  const defaults = classes.filter((one) => one.default === true).map(({ name }) => name);
  const pools = spec.backends.flatMap((backend) => offeredPools(backend, spec.stack));
  return [
    ...problem(classes.length === 0, "classes", [], "is empty; describe the class of homes at least"),
    ...problem(defaults.length > 1, "classes", defaults, "are all the default; mark one class at most"),
    ...repeated(
      classes.map(({ name }) => name),
      (i) => `classes[${i}].name`,
      "give every class a name of its own",
    ),
    ...classes.flatMap((one, i) => ofClass(one, `classes[${i}]`, pools, spec)),
  ];
}

/** Pools that fit a class, and those of them whose backend is described. */
export function poolsOf(one: TridentClass, pools: OfferedPool[]): OfferedPool[] {
  const { request } = requestOf(classParameters(one));
  return pools.filter((pool) => matches(request, pool));
}

function ofClass(one: TridentClass, at: string, pools: OfferedPool[], spec: TridentStorage): TridentProblem[] {
  const { refused } = requestOf(classParameters(one));
  const fitting = refused.length > 0 ? [] : poolsOf(one, pools);
  return [
    ...problem(!dnsLabel.test(one.name), `${at}.name`, one.name, notDnsLabel),
    ...refused.flatMap(({ parameter, value, remedy }) => problem(true, `${at}.parameters.${parameter}`, value, remedy)),
    ...(refused.length === 0 && pools.length > 0 && fitting.length === 0
      ? [unmatched(one, at, spec.backends, pools)]
      : []),
    ...(fitting.length > 0 ? useProblems(one, at, fitting) : []),
    ...autogrowProblems(one, at, spec),
  ];
}

/** Says what there is, and what only the storage system could tell. */
function unmatched(one: TridentClass, at: string, backends: TridentBackend[], pools: OfferedPool[]): TridentProblem {
  const asked = JSON.stringify(one.parameters ?? {});
  const there = pools.map(({ backend, name }) => `${backend}:${name ?? "(an aggregate)"}`).join(", ");
  const { media, replication } = one.parameters ?? {};
  const system = [...(media ? ["media"] : []), ...(replication ? ["replication"] : [])];
  const hint =
    system.length > 0 && backends.some(({ driver }) => driver.startsWith("ontap"))
      ? `; ${system.join(" and ")} is only known to the system: say so in the backend's provides`
      : "";
  return {
    key: `${at}.parameters`,
    text: `${asked} matches no pool (${there}); ask for what one of them offers${hint}`,
  };
}

function useProblems(one: TridentClass, at: string, pools: OfferedPool[]): TridentProblem[] {
  const mode = one.accessMode ?? "ReadWriteOnce";
  const shared = mode !== "ReadWriteOnce";
  const block = pools.filter(({ protocol }) => protocol === "block").map(({ backend }) => backend);
  const file = pools.filter(({ protocol }) => protocol === "file").map(({ backend }) => backend);
  return [
    ...problem(
      shared && file.length === 0,
      `${at}.accessMode`,
      mode,
      `is not possible on block volumes (${unique(block)}); use ReadWriteOnce or a NAS backend`,
    ),
    ...problem(
      one.fileSystemType !== undefined && file.length > 0,
      `${at}.fileSystemType`,
      one.fileSystemType,
      `is of block volumes, and ${unique(file)} serves NFS; drop it or choose other pools`,
    ),
  ];
}

const unique = (names: string[]): string => [...new Set(names)].join(", ");

function autogrowProblems(one: TridentClass, at: string, { autogrow = [] }: TridentStorage): TridentProblem[] {
  if (one.autogrow === undefined) return [];
  const names = autogrow.map(({ name }) => name);
  return [
    ...problem(
      !names.includes(one.autogrow),
      `${at}.autogrow`,
      one.autogrow,
      `is no policy of autogrow (${names.join(", ") || "there is none"}); describe it there`,
    ),
    ...problem(
      one.allowVolumeExpansion === false,
      `${at}.allowVolumeExpansion`,
      false,
      "stops what autogrow asks for; drop one of the two",
    ),
  ];
}
