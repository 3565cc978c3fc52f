import type { ApiAccess } from "../kubernetes/apiclient";

/** What moves, and how patiently; times in seconds. */
export interface HandoverSpec {
  /** This deployment's own. */
  generation: string;
  /** The hub's. */
  namespace: string;
  /** Virtual IPv4 address of the hub, which moves to the new cluster. */
  address: string;
  /** Between the announcement and the moment when servers are stopped. 0: they are stopped at once. */
  notice: number;
  /** How long the hub may take to stop every server, before what is left is evicted. */
  drain: number;
  /** How long any other single thing may take: what the new side lacks, a pod that ends, a hub that starts. */
  patience: number;
}

/** The generation that served until now, as the last finished deployment knew it. */
export interface Predecessor {
  generation: string;
  access: ApiAccess;
}

export interface HandoverArgs<T> {
  spec: HandoverSpec;
  /** Undefined: a fresh stack, or this generation already is the last deployment's. */
  predecessor: Predecessor | undefined;
  /** The new, own cluster. */
  access: ApiAccess;
  /** Throws where attaching would be refused, as far as that is known; asked before anything is changed. @default nothing */
  check?(): Promise<void>;
  /**
   * Attaches every volume once no other cluster uses them.
   *
   * @param fenced UID of the namespace kube-system of the cluster that this handover has stopped; undefined where there was
   * none to stop: then the inventory's heartbeat has to tell by itself.
   */
  attach(fenced: string | undefined): Promise<T>;
  /** Bodies of the hub's own PersistentVolumeClaims, made after attaching; one that exists is as good. */
  claims(attached: T): { metadata: { name: string } }[];
}

/** What a preview needs. `access` is undefined where the own cluster cannot be known yet. */
export interface HandoverPreviewArgs {
  spec: HandoverSpec;
  predecessor: Predecessor | undefined;
  access: ApiAccess | undefined;
}

/** What the steps of a handover tell. */
export interface Progress {
  /** One line that replaces the last. */
  report(line: string): void;
  /** One line that stays. */
  say(line: string): void;
}

/** Of a handover, in seconds. */
export interface HandoverSeconds {
  notice: number;
  drain: number;
  stop: number;
  attach: number;
  start: number;
  /** From the moment when the old hub was told to end until the new one answered at its address: what users feel. */
  outage: number;
}

export type Outcome =
  /** This cluster served already. */
  | { kind: "unchanged" }
  /** There was nobody to take over from. */
  | { kind: "started" }
  | {
      kind: "handedOver";
      /** The generation that served until now. */
      from: string;
      /** Users' servers that were stopped. */
      servers: number;
      /** Of these, how many the hub did not stop by itself. */
      evicted: number;
      seconds: HandoverSeconds;
    };
