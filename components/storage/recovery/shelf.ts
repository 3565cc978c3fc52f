import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { open } from "./seal";
import type { ClusterMark, Inventory } from "./types";

/** Files of the folder in which the inventory is kept. */
export const files = {
  inventory: "inventory",
  /** The inventory before the last change of its content. */
  previous: "inventory.previous",
  /** The cluster's sign of life. */
  heartbeat: "heartbeat",
} as const;

/** Seconds between two signs of life. */
export const heartbeatSeconds = 5;

const mark = z.object({ name: z.string(), uid: z.string().min(1) });

const source = z.discriminatedUnion("driver", [
  z.object({ driver: z.literal("local"), path: z.string().min(1) }),
  z.object({
    driver: z.literal("trident"),
    backend: z.string().min(1),
    volume: z.string().min(1),
    nfs: z.object({ server: z.string(), path: z.string() }).exactOptional(),
    unixPermissions: z.string().exactOptional(),
  }),
]);

const inventorySchema = z.object({
  version: z.literal(1),
  cluster: mark,
  sequence: z.int().nonnegative(),
  writtenAt: z.string(),
  volumes: z.array(
    z.object({
      namespace: z.string().min(1),
      claim: z.string().min(1),
      owner: z.string(),
      storageClass: z.string(),
      capacity: z.number().positive(),
      accessModes: z.array(z.string()).min(1),
      labels: z.record(z.string(), z.string()),
      source,
    }),
  ),
}) satisfies z.ZodType<Inventory>;

const heartbeatSchema = z.object({ cluster: mark, beat: z.int().nonnegative(), at: z.string() });

/** A cluster's sign of life: `beat` counts up every `heartbeatSeconds`. */
export interface Heartbeat {
  cluster: ClusterMark;
  beat: number;
  /** ISO 8601, by the clock of whoever wrote it. */
  at: string;
}

/** What a look at the folder gave. */
export type InventoryReading =
  | {
      state: "good";
      inventory: Inventory;
      /** What an operator should know, e.g. that the newest file is damaged. */ notes: string[];
    }
  /** No file: a first deployment, or another folder than the one that the cluster writes to. */
  | { state: "none" }
  /** Files, and none of them whole and of this stack; each with its reason. */
  | { state: "damaged"; reasons: string[] };

/** The folder with the inventory, as the machine that runs Pulumi sees it. It is only ever read here. */
export class Shelf {
  /**
   * @param key signs every file, see seal.ts
   * @param mounted whether the folder is there from the beginning: then a missing one is a mistake, not a first deployment
   */
  constructor(
    readonly folder: string,
    private readonly key: string,
    private readonly options: { mounted: boolean } = { mounted: false },
  ) {}

  /**
   * The newest inventory that is whole, of this stack, and readable.
   * @throws Error where the folder cannot be looked into, which is not the same as an empty one.
   */
  async inventory(): Promise<InventoryReading> {
    const reasons: string[] = [];
    for (const name of [files.inventory, files.previous]) {
      const text = await this.text(name);
      if (text === undefined) continue;
      const read = this.parse(name, text);
      if (read.state === "good")
        return { state: "good", inventory: read.value, notes: reasons.map((r) => `${r}; ${name} was taken instead`) };
      reasons.push(`${join(this.folder, name)} ${read.reason}`);
    }
    return reasons.length === 0 ? { state: "none" } : { state: "damaged", reasons };
  }

  /**
   * The last sign of life; undefined where there is none. One that this stack did not sign tells nothing but that somebody
   * writes here: it counts as another cluster's, alive for as long as the file changes.
   */
  async heartbeat(): Promise<Heartbeat | undefined> {
    const text = await this.text(files.heartbeat);
    if (text === undefined) return undefined;
    const opened = open("heartbeat", text, this.key);
    const parsed = heartbeatSchema.safeParse(opened.state === "good" ? opened.value : undefined);
    return parsed.success
      ? parsed.data
      : { cluster: { name: "that this stack does not know", uid: "" }, beat: 0, at: text };
  }

  private parse(
    name: string,
    text: string,
  ): { state: "good"; value: Inventory } | { state: "damaged"; reason: string } {
    const opened = open("inventory", text, this.key);
    if (opened.state === "damaged") return opened;
    const parsed = inventorySchema.safeParse(opened.value);
    if (parsed.success) return { state: "good", value: parsed.data };
    const [issue] = parsed.error.issues;
    return {
      state: "damaged",
      reason: `is signed and yet no inventory: ${issue?.path.join(".") ?? name}: ${issue?.message ?? "?"}`,
    };
  }

  private async text(name: string): Promise<string | undefined> {
    try {
      return await readFile(join(this.folder, name), "utf8");
    } catch (error) {
      const absent = (error as NodeJS.ErrnoException).code === "ENOENT";
      if (absent && (!this.options.mounted || existsSync(this.folder))) return undefined;
      throw new Error(
        `The inventory in ${this.folder} cannot be read (${(error as Error).message}); mount that folder on this machine, or name where it is in dsaas:storage.inventory.seenAt.`,
        { cause: error },
      );
    }
  }
}
