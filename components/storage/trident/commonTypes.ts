/** What every driver has. */
export interface CommonBackend {
  /** Trident's `backendName`: a DNS label, unique, the same in every cluster of the stack. Volumes are found by it. */
  name: string;
  /**
   * First part of every volume's name on the storage system. It can never change: Trident finds its volumes by it.
   * @default `dsaas_<stack>_`, in the cloud `dsaas-<stack>-`, so that two stacks on one system never
   * meet (Trident's own: `trident_` for everybody)
   */
  storagePrefix?: string;
  /** GiB; a larger claim is refused. @default no limit */
  limitVolumeSizeGiB?: number;
  /** Labels that classes select pools by. @default none besides those that name a volume's owner (labels.ts) */
  labels?: Record<string, string>;
  region?: string;
  zone?: string;
  /** Where nodes must be to mount the volumes, by the nodes' topology labels. @default anywhere */
  supportedTopologies?: Topology[];
  /** No new volumes; those that exist go on working. @default false */
  suspended?: boolean;
}

export interface Topology {
  /** Value of the nodes' label topology.kubernetes.io/region. */
  region?: string;
  /** Value of the nodes' label topology.kubernetes.io/zone. */
  zone?: string;
}

/** A virtual pool: part of a backend under other labels and defaults. `D` is the driver's volume defaults. */
export interface Pool<D> {
  labels?: Record<string, string>;
  region?: string;
  zone?: string;
  supportedTopologies?: Topology[];
  /** Overrides the backend's, field by field. */
  defaults?: D;
}

export type Media = "hdd" | "ssd" | "hybrid";
