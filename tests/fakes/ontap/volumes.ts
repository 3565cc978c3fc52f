import { createHash } from "node:crypto";

/** A volume in the shape of ONTAP's model `volume`, as much of it as is asked for by anybody here. */
export interface FakeVolume {
  uuid: string;
  name: string;
  svm: { name: string; uuid: string };
  comment?: string;
  /** Bytes. */
  size?: number;
  type?: "rw" | "dp" | "ls";
  state?: "online" | "offline" | "restricted" | "mixed" | "error";
  style?: "flexvol" | "flexgroup" | "flexgroup_constituent";
  nas?: {
    path?: string;
    security_style?: string;
    /** Octal digits as a decimal number, e.g. 770. */
    unix_permissions?: number;
    export_policy?: { name: string };
  };
  space?: { size?: number; snapshot?: { reserve_percent?: number } };
  snapshot_policy?: { name: string };
  guarantee?: { type: string };
  aggregates?: { name: string; uuid: string }[];
}

export interface TridentVolumeArgs {
  namespace: string;
  claim: string;
  /** Backend's labels. @default "lab" */
  stack?: string;
  /** @default "homes" */
  class?: string;
  /** @default "nas" */
  backend?: string;
  /** @default "research" */
  svm?: string;
  /** @default "dsaas_" */
  storagePrefix?: string;
  /** UID of the claim, which the volume's name carries. @default made of namespace and claim */
  uid?: string;
  /** What the claim asked for, bytes. @default 10 GiB */
  request?: number;
  /** Percent. @default 0 */
  snapshotReserve?: number;
  /** @default 770 */
  unixPermissions?: number;
}

/** A UUID that the same text always gives. */
export function uuidOf(text: string): string {
  const hash = createHash("sha256").update(text).digest("hex");
  return hash.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-4$3-8$4-$5");
}

/** The comment that Trident writes of a backend's labels: compact JSON, keys sorted as Go's maps are. */
export function tridentComment(labels: Record<string, string>): string {
  return JSON.stringify({
    provisioning: Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))),
  });
}

/**
 * A FlexVol as Trident 26.06's driver ontap-nas makes it for a claim with dsaas's labels: name
 * `<prefix>pvc_<UID with underscores>`, junction path `/<name>`, size the claim's plus the snapshot reserve. The claim
 * is in use, so its export policy bears its own name (autoExportPolicy).
 */
export function tridentVolume(args: TridentVolumeArgs): FakeVolume {
  const { namespace, claim, stack = "lab", backend = "nas", svm = "research", storagePrefix = "dsaas_" } = args;
  const { uid = uuidOf(`${stack}/${namespace}/${claim}`), request = 10 * 2 ** 30, snapshotReserve = 0 } = args;
  const name = `${storagePrefix}-pvc-${uid}`.replace(/[-.]/g, "_").replace(/_+/g, "_");
  const size = Math.ceil(request / (1 - snapshotReserve / 100));
  return {
    uuid: uuidOf(`${svm}/${name}`),
    name,
    svm: { name: svm, uuid: uuidOf(svm) },
    comment: tridentComment({ stack, namespace, claim, class: args.class ?? "homes", backend }),
    size,
    type: "rw",
    state: "online",
    style: "flexvol",
    nas: {
      path: `/${name}`,
      security_style: "unix",
      unix_permissions: args.unixPermissions ?? 770,
      export_policy: { name },
    },
    space: { size, snapshot: { reserve_percent: snapshotReserve } },
    snapshot_policy: { name: "none" },
    guarantee: { type: "none" },
    aggregates: [{ name: "aggr1", uuid: uuidOf("aggr1") }],
  };
}
