import { z } from "zod";

/** What is asked of a volume. Most of it is given only when asked for ("expensive properties"). */
export const volumeFields = [
  "name",
  "uuid",
  "svm.name",
  "comment",
  "size",
  "type",
  "state",
  "style",
  "nas.path",
  "nas.export_policy.name",
  "nas.unix_permissions",
  "space.snapshot.reserve_percent",
];

/** As much of the model volume as is read here. ONTAP leaves out what a volume has not. */
export const volumeSchema = z.object({
  uuid: z.string(),
  name: z.string().min(1),
  svm: z.object({ name: z.string() }).exactOptional(),
  comment: z.string().exactOptional(),
  /** Bytes, with the snapshot reserve. */
  size: z.int().nonnegative().exactOptional(),
  /** `rw`, `dp` (SnapMirror destination) or `ls` (load-sharing mirror). */
  type: z.string().exactOptional(),
  /** `online`, `offline`, `restricted`, `mixed` or `error`. */
  state: z.string().exactOptional(),
  /** `flexvol`, `flexgroup` or `flexgroup_constituent`. */
  style: z.string().exactOptional(),
  nas: z
    .object({
      /** Junction path; only while mounted, and an offline volume is not. */
      path: z.string().exactOptional(),
      /** See unixMode. */
      unix_permissions: z.int().nonnegative().exactOptional(),
    })
    .exactOptional(),
  space: z
    .object({ snapshot: z.object({ reserve_percent: z.int().min(0).max(100).exactOptional() }).exactOptional() })
    .exactOptional(),
});

export type OntapVolume = z.infer<typeof volumeSchema>;

/** Driver whose volumes have a style; Trident looks for no other when it imports. */
const styleOf = { "ontap-nas": "flexvol", "ontap-nas-flexgroup": "flexgroup" } as const;

/**
 * Bytes that a claim may ask for: Trident makes a volume of claim / (1 - reserve / 100), and refuses an import that asks
 * for more than there is. In whole numbers, as a hundred times some 80 TiB is more than a double holds exactly.
 */
export function capacity({ size, space }: OntapVolume): number | undefined {
  if (size === undefined) return undefined;
  const percent = 100 - (space?.snapshot?.reserve_percent ?? 0);
  return Number((BigInt(size) * BigInt(percent)) / 100n);
}

/**
 * Mode of a volume's root directory, e.g. `0770` of 770: `nas.unix_permissions` is a number whose decimal digits are
 * the octal ones. NetApp's documents contradict each other (the example of a volume has 4755, the model 493 for 0755),
 * and its Ansible collection compares the digits. The owner of a home may read, write and enter it, and no number that
 * gives such a mode in one reading gives one in the other: so whatever else it says, it was not read right.
 * @returns undefined when there is no number, or it is no mode that a home can have.
 */
export function unixMode(permissions: number | undefined): string | undefined {
  const digits = String(permissions ?? "");
  return /^[0-7]?7[0-7]{2}$/.test(digits) ? digits.padStart(4, "0") : undefined;
}

/** Why a volume cannot be attached as it is, as the end of a sentence that its name begins. */
export function unusable(volume: OntapVolume, driver: string): string | undefined {
  const { type, state, style, nas, size } = volume;
  const wanted = driver === "ontap-nas" || driver === "ontap-nas-flexgroup" ? styleOf[driver] : undefined;
  if (type === "dp") return "is a SnapMirror destination; break the mirror first";
  if (type === "ls") return "is a load-sharing mirror; attach the volume that it mirrors";
  if (type !== "rw") return `is of type ${type ?? "unknown"}, which is not read-write`;
  if (style !== wanted)
    return `is a ${style ?? "volume of unknown style"}, and the backend's driver ${driver} takes none`;
  if (state !== "online") return `is ${state ?? "in an unknown state"}; bring it online first`;
  if (!nas?.path) return "is not mounted in the SVM; mount it (volume mount -junction-path) first";
  if (size === undefined) return "does not tell its size";
  // Without a mode Trident would set its own (0777): whoever reaches a home could read it.
  if (unixMode(nas.unix_permissions) === undefined) {
    const told = nas.unix_permissions === undefined ? "no mode" : `the mode ${nas.unix_permissions}`;
    return `tells ${told} of its root directory, where octal digits with all rights for the owner are expected; set it (volume modify -unix-permissions) first`;
  }
  return undefined;
}
