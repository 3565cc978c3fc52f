import type { Decisions } from "./recovery";
import type { TridentStorage } from "./trident/types";

export type { TridentStorage } from "./trident/types";

/** Directories on a file system that every machine sees at the same path: a lab, a trial, or an NFS export. */
export interface LocalStorage {
  driver: "local";
  /**
   * Absolute path, the same on every worker, outside the machines' own disks and of this stack alone.
   * A volume's directory is `<path>/<namespace>/<claim>`.
   */
  path: string;
  /** How hosts outside the platform mount `path` over NFS; left out: they do not. */
  export?: { server: string; path: string };
  /** The same folder as the machine that runs Pulumi sees it. @default `path` */
  seenAt?: string;
  recovery: Decisions;
}

/** Storage drivers. Add a case here and the compiler names every place that must know it. */
export type StorageSpec = LocalStorage | TridentStorage;
