import { z } from "zod";
import type { FoundVolume, StorageSystem } from "../recovery/types";
import { incomplete, ontapClient, type OntapAccess, type OntapClient, type OntapOptions } from "./client";
import { claimOf, readComment } from "./comment";
import { readCollection, type PagingOptions } from "./paging";
import { capacity, unixMode, unusable, volumeFields, volumeSchema, type OntapVolume } from "./volume";

/** ONTAP drivers of Trident. */
export type OntapDriver = "ontap-nas" | "ontap-nas-flexgroup" | "ontap-nas-economy" | "ontap-san" | "ontap-san-economy";

export interface OntapSystemArgs {
  access: OntapAccess;
  /** Name of the storage virtual machine. */
  svm: string;
  /** Backend's name; volumes are attached through it. */
  backend: string;
  driver: OntapDriver;
  /** `storagePrefix` of the backend, as in Trident's configuration; Trident's own default is `trident_`. */
  storagePrefix: string;
  /** Stack's name, as the backend's label `stack` carries it. */
  stack: string;
  /** Further backends of the stack on the same SVM: their volumes are theirs to list. @default none */
  otherBackends?: string[];
  /** Address that hosts mount from. Left out: the SVM's first NFS interface that is up. */
  dataLIF?: string;
  options?: OntapOptions & PagingOptions;
}

/**
 * Why a driver's volumes cannot be told apart from the storage system alone, as a sentence; undefined when they can.
 * An economy volume is a qtree or LUN among many in one FlexVol, and has no comment of its own (model qtree of the REST
 * API), so that only the inventory knows whose it is. An ontap-san volume has one, but its size and state are those of
 * the LUN inside, which is not read here.
 */
export function ontapDriverProblem(driver: OntapDriver): string | undefined {
  switch (driver) {
    case "ontap-nas":
    case "ontap-nas-flexgroup":
      return undefined;
    case "ontap-nas-economy":
      return "Volumes of ontap-nas-economy are qtrees, which carry no comment: ONTAP cannot tell whose they are; use the inventory, or ontap-nas for homes.";
    case "ontap-san":
    case "ontap-san-economy":
      return `Volumes of ${driver} are LUNs, which are not looked for on the storage system itself; use the inventory, or ontap-nas for homes.`;
  }
}

/**
 * The SVM's volumes as far as they are the backend's, read from ONTAP's REST API alone (9.6 or later). Another stack's
 * volumes, and those of `otherBackends`, are left out. Two volumes that name one claim are both given: which one is
 * right is not for the storage system to say. Not covered: economy and SAN drivers (see ontapDriverProblem).
 * @throws Error when the address or a certificate cannot be used.
 */
export function ontapSystem(args: OntapSystemArgs): StorageSystem {
  const { access, svm, options = {} } = args;
  const client = ontapClient(access, options);
  return {
    name: `svm ${JSON.stringify(svm)} at ${access.address}`,
    volumes: async () => {
      const problem = ontapDriverProblem(args.driver);
      if (problem !== undefined) throw new Error(problem);
      await checkSvm(client, args);
      const volumes = await readVolumes(client, args);
      const server = args.dataLIF ?? (await dataAddress(client, args));
      return volumes.flatMap((volume) => found(volume, args, server) ?? []);
    },
  };
}

/** A wrong name, or one that the user may not see, gives an empty list of volumes: that must not pass for "no volume". */
async function checkSvm(client: OntapClient, { svm, options }: OntapSystemArgs): Promise<void> {
  const path = "/api/svm/svms";
  const svms = await readCollection(client, { path, query: { name: svm, fields: "name" } }, options);
  if (svms.length === 1 && svms[0]?.["name"] === svm) return;
  const what = `the SVM ${JSON.stringify(svm)} is not there, or this user may not see it`;
  throw new Error(`ONTAP at ${client.address}, ${path}: ${what}, so nothing was concluded; check svm and address.`);
}

async function readVolumes(
  client: OntapClient,
  { svm, storagePrefix, options }: OntapSystemArgs,
): Promise<OntapVolume[]> {
  const path = "/api/storage/volumes";
  const prefix = ontapPrefix(storagePrefix);
  const query = { "svm.name": svm, name: `${prefix}*`, fields: volumeFields.join(",") };
  const records = await readCollection(client, { path, query }, options);
  return records.map((record) => {
    const parsed = volumeSchema.safeParse(record);
    const volume = parsed.data;
    // Of what was not asked for, nothing can be known of what was asked for and is missing.
    if (volume?.svm?.name === svm && volume.name.startsWith(prefix)) return volume;
    const what = `the record ${record.uuid} is no volume ${prefix}* of the SVM ${JSON.stringify(svm)}`;
    throw new Error(
      `ONTAP at ${client.address}, ${path}: ${what}, so ${incomplete}; it must be an ONTAP 9.6 or later.`,
    );
  });
}

/**
 * How Trident writes a prefix in the names of volumes: ONTAP knows no dash and no dot, and Trident makes one underscore
 * of several (NetApp/trident, ontap_common.go getInternalVolumeNameCommon).
 */
export function ontapPrefix(storagePrefix: string): string {
  return storagePrefix.replace(/[-.]/g, "_").replace(/_+/g, "_");
}

const interfaceSchema = z.object({
  name: z.string().default(""),
  enabled: z.boolean().default(true),
  state: z.string().default("up"),
  ip: z.object({ address: z.string().min(1) }),
});

/** Address of the SVM's first NFS interface that is up, in the order of their names; undefined when none is. */
async function dataAddress(client: OntapClient, { svm, options }: OntapSystemArgs): Promise<string | undefined> {
  const query = { "svm.name": svm, services: "data_nfs", fields: "name,enabled,state,ip.address" };
  const records = await readCollection(client, { path: "/api/network/ip/interfaces", query }, options);
  const up = records.flatMap((record) => {
    const lif = interfaceSchema.safeParse(record).data;
    return lif?.enabled === true && lif.state === "up" ? [lif] : [];
  });
  return up.sort((a, b) => (a.name < b.name ? -1 : 1))[0]?.ip.address;
}

function found(volume: OntapVolume, args: OntapSystemArgs, server: string | undefined): FoundVolume | undefined {
  const { stack, backend, driver, otherBackends = [] } = args;
  // Parts of a FlexGroup, which is listed itself.
  if (volume.style === "flexgroup_constituent") return undefined;
  const labels = readComment(volume.comment);
  if (labels.stack !== undefined && labels.stack !== stack) return undefined;
  if (labels.backend !== undefined && labels.backend !== backend && otherBackends.includes(labels.backend))
    return undefined;

  const claim = labels.stack === stack ? claimOf(labels) : undefined;
  const path = volume.nas?.path;
  const mode = unixMode(volume.nas?.unix_permissions);
  const size = capacity(volume);
  const why = unusable(volume, driver);
  return {
    source: {
      driver: "trident",
      backend,
      volume: volume.name,
      ...(path && server !== undefined ? { nfs: { server, path } } : {}),
      ...(mode === undefined ? {} : { unixPermissions: mode }),
    },
    ...(claim === undefined ? {} : { claim }),
    ...(claim === undefined || labels.class === undefined ? {} : { storageClass: labels.class }),
    ...(size === undefined ? {} : { size }),
    ...(why === undefined ? {} : { unusable: why }),
  };
}
