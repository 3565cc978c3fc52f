/** One mistake in a description of machines, in the words of whoever wrote it. */
export interface Problem {
  /** Where it is, e.g. `pools[0].count` or `network.gateway`. */
  path: string;
  /** What is wrong, with the value, and what to write instead. */
  message: string;
}

/** Every mistake of one description, reported together. */
export class PlanError extends Error {
  constructor(readonly problems: Problem[]) {
    super(
      `The machines cannot be planned:\n${problems.map(({ path, message }) => `  ${path}: ${message}`).join("\n")}`,
    );
    this.name = "PlanError";
  }
}
