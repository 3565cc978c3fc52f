/** Directories on a file system that every machine sees at the same path: a lab, a trial, or an NFS export. */
export interface LocalStorage {
  driver: "local";
  /**
   * Absolute path, the same on every worker, outside the machines' own disks and of this stack alone.
   * A volume's directory is `<path>/<namespace>/<claim>`.
   */
  path: string;
}

/** NetApp Trident; its backends and classes are typed in the Trident driver's own module. */
export interface TridentStorage {
  driver: "trident";
}

/** Storage drivers. Add a case here and the compiler names every place that must know it. */
export type StorageSpec = LocalStorage | TridentStorage;
