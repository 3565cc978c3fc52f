/** One of the two tools with its own description of the machines and its own data centre. */
export interface Side {
  /** Makes everything. */
  apply(): Promise<void>;
  /**
   * Finds out, of everything that is there, that nothing is to be done.
   * @param refresh whether the data centre is asked what has become of each resource, or the state is trusted
   * @throws where something would be done
   */
  plan(refresh: boolean): Promise<void>;
  /** File with the state. */
  readonly state: string;
}
