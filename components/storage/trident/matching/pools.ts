import { backendLabels } from "../labels";
import type { Fake, FakePool, Pool, TridentBackend } from "../types";
import type { FlagAttribute, TextAttribute } from "./request";

/** A pool as a backend will report it to Trident. */
export interface OfferedPool {
  backend: string;
  /** Its name; undefined for an aggregate that Trident will only find on the system. */
  name: string | undefined;
  text: Partial<Record<TextAttribute, string[]>>;
  flags: Partial<Record<FlagAttribute, boolean>>;
  iops?: { min: number; max: number };
  labels: Record<string, string>;
  /** What may mount its volumes: `file` many nodes at once, `block` one, `any` whatever is asked (fake only). */
  protocol: "file" | "block";
}

/**
 * The pools that a backend offers: its virtual pools where it has any, else the physical ones (which for ONTAP are the
 * aggregates: one is described where one is named). Rules from the drivers' getStoragePoolAttributes and
 * initializeStoragePools in NetApp/trident v26.06.0; what only the system knows comes from `provides`.
 */
export function offeredPools(backend: TridentBackend, stack: string): OfferedPool[] {
  const labels = backendLabels(backend, stack);
  const base = { backend: backend.name, labels, ...capabilities(backend) };
  const virtual = (backend.pools ?? []).map((pool: Pool<unknown>, index) =>
    placed({ ...base, name: virtualName(backend, pool, index), labels: { ...labels, ...pool.labels } }, [
      backend,
      pool,
    ]),
  );
  if (virtual.length > 0) return virtual.map((pool, index) => withIops(pool, backend, index));
  return physicalPools(backend, placed({ ...base, name: undefined }, [backend]));
}

type Capabilities = Pick<OfferedPool, "text" | "flags" | "protocol">;

function capabilities(backend: TridentBackend): Capabilities {
  const flags = (snapshots: boolean, clones: boolean, encryption: boolean, replication: boolean) => ({
    snapshots,
    clones,
    encryption,
    replication,
  });
  const thickOrThin = ["thick", "thin"];
  const backendType = [backend.driver];
  switch (backend.driver) {
    case "ontap-nas":
    case "ontap-nas-economy":
    case "ontap-nas-flexgroup": {
      const whole = backend.driver !== "ontap-nas-economy";
      const replication = backend.driver === "ontap-nas" && backend.provides?.replication === true;
      return {
        text: { backendType, provisioningType: thickOrThin, nasType: ["nfs"], ...media(backend.provides?.media) },
        flags: flags(whole, whole, true, replication),
        protocol: "file",
      };
    }
    case "ontap-san":
    case "ontap-san-economy": {
      const sanType = backend.driver === "ontap-san" ? (backend.sanType ?? "iscsi") : "iscsi";
      const replication = backend.driver === "ontap-san" && backend.provides?.replication === true;
      return {
        text: { backendType, provisioningType: thickOrThin, sanType: [sanType], ...media(backend.provides?.media) },
        flags: flags(true, true, true, replication),
        protocol: "block",
      };
    }
    case "solidfire-san":
      return {
        text: { backendType, provisioningType: ["thin"], media: ["ssd"] },
        flags: flags(true, true, false, false),
        protocol: "block",
      };
    case "azure-netapp-files":
      return { text: { backendType, nasType: ["nfs"] }, flags: flags(true, true, false, false), protocol: "file" };
    case "google-cloud-netapp-volumes":
      return { text: { backendType, nasType: ["nfs"] }, flags: flags(true, true, true, false), protocol: "file" };
    case "fake":
      return { ...fakeUnion(backend), protocol: backend.protocol };
    default:
      return backend satisfies never;
  }
}

const media = (offer: string[] | undefined) => (offer === undefined ? {} : { media: offer });

/** Region and zone: the last that names one wins. */
function placed(pool: OfferedPool, levels: { region?: string; zone?: string }[]): OfferedPool {
  const last = (key: "region" | "zone") => levels.findLast((level) => level[key] !== undefined)?.[key];
  const [region, zone] = [last("region"), last("zone")];
  const text = { ...pool.text, ...(region && { region: [region] }), ...(zone && { zone: [zone] }) };
  return { ...pool, text };
}

/** Trident builds virtual pools' names from their place in the list. */
function virtualName(backend: TridentBackend, pool: Pool<unknown>, index: number): string {
  switch (backend.driver) {
    case "ontap-nas":
    case "ontap-nas-economy":
    case "ontap-nas-flexgroup":
    case "ontap-san":
    case "ontap-san-economy":
    case "solidfire-san":
    case "azure-netapp-files":
    case "google-cloud-netapp-volumes":
      return `${backend.name}_pool_${index}`;
    case "fake": {
      const region = pool.region ?? backend.region ?? "";
      return `fake_${region.replaceAll("-", "")}_pool_${index}`.replaceAll("__", "_");
    }
    default:
      return backend satisfies never;
  }
}

function physicalPools(backend: TridentBackend, pool: OfferedPool): OfferedPool[] {
  switch (backend.driver) {
    case "ontap-nas":
    case "ontap-nas-economy":
    case "ontap-san":
    case "ontap-san-economy":
      return [{ ...pool, name: backend.aggregate }];
    case "ontap-nas-flexgroup":
      // Named after the SVM's own pool, which Trident makes up.
      return [pool];
    case "solidfire-san":
      return (backend.types ?? []).length === 0
        ? [pool]
        : (backend.types ?? []).map(({ type, qos }) => ({
            ...pool,
            name: `${backend.name}_${type.replaceAll("-", "")}`,
            iops: { min: qos.minIOPS, max: qos.maxIOPS },
          }));
    case "azure-netapp-files":
    case "google-cloud-netapp-volumes":
      return [{ ...pool, name: `${backend.name}_pool` }];
    case "fake":
      return Object.entries(fakePools(backend)).map(([name, one]) => ({
        ...pool,
        ...fakeOffer([one]),
        // Not the union of all pools, which only virtual ones offer.
        text: { ...regionAndZone(pool), ...fakeOffer([one]).text },
        name,
        ...(one.iops && { iops: one.iops }),
      }));
    default:
      return backend satisfies never;
  }
}

const regionAndZone = ({ text: { region, zone } }: OfferedPool) => ({
  ...(region && { region }),
  ...(zone && { zone }),
});

/** IOPS of a virtual Element pool: those of its kind. Without kinds they are the system's, which nobody knows here. */
function withIops(pool: OfferedPool, backend: TridentBackend, index: number): OfferedPool {
  if (backend.driver !== "solidfire-san") return pool;
  const type = backend.pools?.[index]?.type ?? backend.type;
  const qos = backend.types?.find((one) => one.type === type)?.qos;
  return qos === undefined ? pool : { ...pool, iops: { min: qos.minIOPS, max: qos.maxIOPS } };
}

const standIn: FakePool = {
  sizeGiB: 100,
  snapshots: false,
  encryption: false,
  provisioningType: ["thick", "thin"],
  iops: { min: 0, max: 100 },
};

const fakePools = (backend: Fake): Record<string, FakePool> =>
  Object.keys(backend.physicalPools ?? {}).length > 0 ? (backend.physicalPools ?? {}) : { "pool-0": standIn };

/** A virtual pool of fake offers what any of its physical pools does; without physical pools, nothing. */
function fakeUnion(backend: Fake): Pick<OfferedPool, "text" | "flags"> {
  return fakeOffer(Object.values(backend.physicalPools ?? {}));
}

function fakeOffer(pools: FakePool[]): Pick<OfferedPool, "text" | "flags"> {
  const words = (key: "media" | "provisioningType") => {
    const all = pools.flatMap((pool): string[] => pool[key] ?? []);
    return all.length === 0 ? {} : { [key]: [...new Set(all)] };
  };
  const truths = (["snapshots", "clones", "encryption", "replication"] as const).flatMap((key) => {
    const said = pools.map((pool) => pool[key]).filter((value) => value !== undefined);
    return said.length === 0 ? [] : [[key, said.includes(true)] as const];
  });
  return {
    text: { backendType: ["fake"], ...words("media"), ...words("provisioningType") },
    flags: Object.fromEntries(truths),
  };
}
