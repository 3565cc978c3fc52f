import type { MachinePool } from "../types";

export interface Flavor {
  id: string;
  name: string;
  cpus: number;
  memoryMiB: number;
  /** GiB of the disk that an instance gets with it; 0 where it only boots from volumes. */
  diskGiB: number;
}

export interface Image {
  id: string;
  name: string;
  /** `active` where instances can be made of it. */
  status: string;
  minDiskGiB: number;
  minRamMiB: number;
}

/** What was looked for. */
export interface Subject {
  /** Config key that names it, e.g. `dsaas:openstack.image`. */
  key: string;
  kind: string;
  /** Its id or name as configured. */
  wanted: string;
}

export type Found<T> = { kind: "one"; object: T } | { kind: "problem"; sentence: string };

/** The one object of this id, or the only one of this name. */
export function oneOf<T extends { id: string; name: string }>(
  { key, kind, wanted }: Subject,
  among: readonly T[],
): Found<T> {
  const byId = among.find(({ id }) => id === wanted);
  if (byId) return { kind: "one", object: byId };
  const [first, ...others] = among.filter(({ name }) => name === wanted);
  if (!first) {
    const command = `openstack ${kind === "external network" ? "network list --external" : `${kind} list`}`;
    const sentence = `${key}: the project sees no ${kind} '${wanted}'; write the id or the name of one that ${command} shows.`;
    return { kind: "problem", sentence };
  }
  if (others.length === 0) return { kind: "one", object: first };
  const ids = [first, ...others].map(({ id }) => id).join(", ");
  const sentence = `${key}: '${wanted}' is the name of ${others.length + 1} ${kind}s; write the id of the one that you mean: ${ids}.`;
  return { kind: "problem", sentence };
}

/** What a flavor lacks for a pool, a sentence each. More than the pool asks for is no mistake. */
export function flavorProblems(pool: MachinePool, flavor: Flavor, bootVolumes: boolean): string[] {
  const key = `dsaas:openstack.flavors.${pool.name}`;
  const lacks = [
    ...(flavor.cpus < pool.cpus ? [`${flavor.cpus} CPUs of ${pool.cpus}`] : []),
    ...(flavor.memoryMiB < pool.memoryMiB ? [`${flavor.memoryMiB} MiB of memory of ${pool.memoryMiB}`] : []),
    ...(!bootVolumes && flavor.diskGiB < pool.diskGiB ? [`${flavor.diskGiB} GiB of disk of ${pool.diskGiB}`] : []),
  ];
  if (lacks.length === 0) return [];
  const volumes =
    !bootVolumes && flavor.diskGiB < pool.diskGiB ? ", or boot from volumes (dsaas:openstack.bootVolume)" : "";
  return [
    `${key}: flavor '${flavor.name}' has ${lacks.join(", ")} that the pool asks for; choose a larger one or lower the pool's sizes${volumes}.`,
  ];
}

/** Why no machine of the pools can be made of an image, a sentence each. */
export function imageProblems(image: Image, pools: readonly MachinePool[]): string[] {
  const key = "dsaas:openstack.image";
  const called = `image '${image.name || image.id}'`;
  if (image.status !== "active")
    return [`${key}: ${called} is ${image.status}; finish its upload, or have it activated again, or name another.`];
  return pools.flatMap((pool) => {
    const needs = [
      ...(pool.diskGiB < image.minDiskGiB ? [`${image.minDiskGiB} GiB of disk`] : []),
      ...(pool.memoryMiB < image.minRamMiB ? [`${image.minRamMiB} MiB of memory`] : []),
    ];
    if (needs.length === 0) return [];
    return [
      `dsaas:cluster.pools: ${called} needs ${needs.join(" and ")}, more than pool '${pool.name}' has; give it that.`,
    ];
  });
}
