import { z } from "zod";
import * as f from "./fields";

/* Fields that several drivers' backends share. */

export const sizeGiB = z.number().positive("is not more than 0 GiB");
export const seconds = z.int().min(1, "is less than 1 s");
export const labels = z.record(z.string(), z.string());

const topology = z.strictObject({ region: z.string().min(1).exactOptional(), zone: z.string().min(1).exactOptional() });

export const placement = {
  labels: labels.exactOptional().describe("Labels that classes select by."),
  region: z.string().min(1).exactOptional(),
  zone: z.string().min(1).exactOptional(),
  supportedTopologies: z.array(topology).exactOptional().describe("Where nodes must be, by their topology labels."),
};

export const common = {
  name: f.dnsLabel.describe("Name of the backend, the same for ever."),
  limitVolumeSizeGiB: sizeGiB.exactOptional().describe("GiB of a volume, at most."),
  suspended: z.boolean().exactOptional().describe("No new volumes."),
  ...placement,
};

export const storagePrefix = z
  .string()
  .exactOptional()
  .describe("First part of volumes' names, the same for ever; left out: made from the stack's name.");

export const nfsMountOptions = z.string().min(1).exactOptional().describe("Left out: vers=4.1,hard.");
export const unixPermissions = z
  .string()
  .exactOptional()
  .describe("Mode of a volume's root in octal and quotes; left out: 0770.");
export const snapshotDir = z.boolean().exactOptional().describe("Show .snapshot to users; left out: false.");
export const snapshotReservePercent = z
  .number()
  .exactOptional()
  .describe("Percent for snapshots on top of a claim; left out: 20 where snapshots are on.");

/** A list of virtual pools. */
export const pools = <D extends z.ZodType, X extends z.ZodRawShape>(defaults: D, extra: X) =>
  z.array(z.strictObject({ ...placement, ...extra, defaults: defaults.exactOptional() })).exactOptional();
