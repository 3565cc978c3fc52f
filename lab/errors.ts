/** A failure that the lab foresees: one sentence for a person, naming what failed and what to do. */
export class LabError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "LabError";
  }
}
