import { z } from "zod";
import { plainError } from "../plainError";
import type { MachinePool } from "../types";
import type { OpenStackApi } from "./api";
import { explainAccess } from "./explain";
import { flavorProblems, imageProblems, oneOf, type Flavor, type Image } from "./objects";

/** What the stack's machines are made of, by the names or ids of things that exist. */
export interface OpenStackSite {
  /** Address of Keystone, for messages. */
  authUrl: string;
  /** Image that images/node makes, with cloud-init, containerd and kubeadm inside. */
  image: string;
  /** Flavor of each pool, by the pool's name. */
  flavors: Readonly<Record<string, string>>;
  /** Network that the stack's router has its gateway in. */
  externalNetwork: string;
}

/** A site's objects by id. */
export interface FoundSite {
  imageId: string;
  /** By the pool's name. */
  flavorIds: Readonly<Record<string, string>>;
  externalNetworkId: string;
}

const images = z.object({
  images: z.array(
    z.object({
      id: z.string(),
      name: z.string().nullable(),
      status: z.string(),
      min_disk: z.number(),
      min_ram: z.number(),
    }),
  ),
});
const flavors = z.object({
  flavors: z.array(
    z.object({ id: z.string(), name: z.string(), vcpus: z.number(), ram: z.number(), disk: z.number() }),
  ),
  /** There are more: an answer holds as many as the cloud's operators allow. */
  flavors_links: z.array(z.object({ rel: z.string() })).default([]),
});
const networks = z.object({ networks: z.array(z.object({ id: z.string(), name: z.string() })) });

/**
 * Finds everything that a site names, and holds it against the pools.
 *
 * @param bootVolumes whether machines' disks are volumes of their own, whose size no flavor limits
 * @param alsoWrong what else is wrong with the configuration, one sentence each, to be told with the rest
 * @throws RunError with one sentence for each thing that is missing, ambiguous or too small, all at once; one alone where
 *   the cloud itself cannot be reached or refuses the credential.
 */
export async function findSite(
  api: OpenStackApi,
  site: OpenStackSite,
  pools: readonly MachinePool[],
  bootVolumes: boolean,
  alsoWrong: readonly string[] = [],
): Promise<FoundSite> {
  const [foundImages, foundFlavors, foundNetworks] = await Promise.all([
    imagesCalled(api, site.image),
    allFlavors(api),
    api.get("network", "/networks?router%3Aexternal=true").then((body) => networks.parse(body).networks),
  ]).catch((error: unknown) => {
    throw plainError(explainAccess(error, site.authUrl) ?? String(error));
  });
  const problems = [...alsoWrong];
  const one = <T extends { id: string; name: string }>(
    key: string,
    kind: string,
    wanted: string,
    among: readonly T[],
  ): T | undefined => {
    const found = oneOf({ key: `dsaas:openstack.${key}`, kind, wanted }, among);
    if (found.kind === "problem") problems.push(found.sentence);
    return found.kind === "one" ? found.object : undefined;
  };
  const image = one("image", "image", site.image, foundImages);
  const network = one("externalNetwork", "external network", site.externalNetwork, foundNetworks);
  const chosen = pools.map((pool) => {
    const flavor = one(`flavors.${pool.name}`, "flavor", site.flavors[pool.name] ?? "", foundFlavors);
    if (flavor) problems.push(...flavorProblems(pool, flavor, bootVolumes));
    return [pool.name, flavor?.id] as const;
  });
  if (image) problems.push(...imageProblems(image, pools));
  if (!image || !network || problems.length > 0) throw plainError([...new Set(problems)].join("\n"));
  return {
    imageId: image.id,
    externalNetworkId: network.id,
    flavorIds: Object.fromEntries(chosen.flatMap(([pool, id]) => (id === undefined ? [] : [[pool, id]]))),
  };
}

/** Images whose id or name is this; Glance finds an id by its own path only. */
async function imagesCalled(api: OpenStackApi, wanted: string): Promise<Image[]> {
  const byId = /^[0-9a-f-]{36}$/i.test(wanted) ? await api.get("image", `/images/${wanted}`) : undefined;
  const found =
    byId === undefined ? await api.get("image", `/images?name=${encodeURIComponent(wanted)}`) : { images: [byId] };
  return images.parse(found).images.map(({ id, name, status, min_disk, min_ram }) => ({
    id,
    name: name ?? "",
    status,
    minDiskGiB: min_disk,
    minRamMiB: min_ram,
  }));
}

async function allFlavors(api: OpenStackApi): Promise<Flavor[]> {
  const found: Flavor[] = [];
  for (let query = ""; ;) {
    const body = flavors.parse(await api.get("compute", `/flavors/detail${query}`));
    found.push(
      ...body.flavors.map(({ id, name, vcpus, ram, disk }) => ({
        id,
        name,
        cpus: vcpus,
        memoryMiB: ram,
        diskGiB: disk,
      })),
    );
    const last = body.flavors.at(-1);
    if (last === undefined || !body.flavors_links.some(({ rel }) => rel === "next")) return found;
    query = `?marker=${encodeURIComponent(last.id)}`;
  }
}
