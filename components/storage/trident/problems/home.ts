import { offeredPools } from "../matching";
import type { TridentBackend, TridentClass, TridentStorage } from "../types";
import { poolsOf } from "./classes";
import { problem, type TridentProblem } from "./problem";

/** What the class of homes must be: it outlives claims, can be imported into, grows far enough, is reachable (A5). */
export function homeProblems(spec: TridentStorage, homeCapacityGiB: number | undefined): TridentProblem[] {
  const names = spec.classes.map(({ name }) => name);
  const index = names.indexOf(spec.homeClass);
  const home = spec.classes[index];
  if (home === undefined)
    return problem(true, "homeClass", spec.homeClass, `is none of the classes (${names.join(", ")}); name one of them`);
  const at = `classes[${index}]`;
  return [
    ...problem(
      home.reclaimPolicy === "Delete",
      `${at}.reclaimPolicy`,
      home.reclaimPolicy,
      "would delete a home with its claim; the class of homes must be Retain",
    ),
    ...problem(
      home.volumeBindingMode === "WaitForFirstConsumer",
      `${at}.volumeBindingMode`,
      home.volumeBindingMode,
      "leaves homes unattached after a rebuild until each user comes; the class of homes must be Immediate",
    ),
    ...problem(
      home.allowVolumeExpansion === false,
      `${at}.allowVolumeExpansion`,
      false,
      "would fix every home's size for ever; the class of homes must be expandable",
    ),
    ...growthProblems(home, spec, homeCapacityGiB),
    ...((spec.outsideAccess ?? true) ? outsideProblems(home, spec, at) : []),
  ];
}

function growthProblems(home: TridentClass, { autogrow = [] }: TridentStorage, capacity: number | undefined) {
  const index = autogrow.findIndex(({ name }) => name === home.autogrow);
  const policy = autogrow[index];
  return problem(
    policy !== undefined && capacity !== undefined && policy.maxSizeGiB < capacity,
    `autogrow[${index}].maxSizeGiB`,
    policy?.maxSizeGiB,
    `is less than a home has from the start (${capacity} GiB); write more, or drop the policy from ${home.name}`,
  );
}

/** Backends on which a home could end up that no host outside the cluster could mount. */
function outsideProblems(home: TridentClass, spec: TridentStorage, at: string): TridentProblem[] {
  const pools = spec.backends.flatMap((backend) => offeredPools(backend, spec.stack));
  const used = new Set(poolsOf(home, pools).map(({ backend }) => backend));
  return spec.backends
    .filter(({ name }) => used.has(name))
    .flatMap((backend) => {
      const why = shutOut(backend);
      return why === undefined
        ? []
        : [
            {
              key: `${at}.parameters`,
              text: `puts homes on ${JSON.stringify(backend.name)}, where ${why}; choose a NAS backend with an exportPolicy, or set outsideAccess to false`,
            },
          ];
    });
}

/** Why the institution's own hosts could not mount a backend's volumes; undefined where they can. */
function shutOut(backend: TridentBackend): string | undefined {
  switch (backend.driver) {
    case "ontap-nas":
    case "ontap-nas-economy":
    case "ontap-nas-flexgroup":
      return backend.autoExportPolicy === undefined
        ? undefined
        : "autoExportPolicy admits the nodes alone and shuts every other host out";
    case "ontap-san":
    case "ontap-san-economy":
    case "solidfire-san":
      return `${backend.driver} serves block volumes to one node at a time and no files over NFS`;
    case "azure-netapp-files":
    case "google-cloud-netapp-volumes":
      return undefined;
    case "fake":
      return "nothing can be mounted at all";
    default:
      return backend satisfies never;
  }
}
