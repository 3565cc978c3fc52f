/** What goes wrong with a call. */
export type KubeFault = {
  /** Only paths that hold this. @default every path */
  path?: string;
  /** @default every method */
  method?: string;
  /** How many calls it meets. @default all */
  calls?: number;
} & (
  | { kind: "slow"; milliseconds: number }
  | { kind: "status"; status: number }
  /** Done, and the connection breaks in the middle of the answer. */
  | { kind: "cut" }
);

/** Picks the fault that meets a call, and counts it. */
export class KubeFaults {
  private left: KubeFault[] = [];

  set(faults: KubeFault[]): void {
    this.left = faults.map((fault) => ({ ...fault }));
  }

  take(method: string, path: string): KubeFault | undefined {
    const fault = this.left.find(
      (one) => (one.calls ?? 1) > 0 && path.includes(one.path ?? "") && (one.method ?? method) === method,
    );
    if (fault?.calls !== undefined) fault.calls--;
    return fault;
  }
}
