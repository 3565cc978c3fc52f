/** One mistake in a description, in the form that stacks/config uses. */
export interface TridentProblem {
  /** Where, seen from the description, e.g. `backends[0].storagePrefix`. */
  key: string;
  /** The rest of the sentence: value, what is wrong with it, and the remedy. Never holds a secret. */
  text: string;
}

/** A problem where something is wrong, else none. */
export function problem(wrong: boolean, key: string, value: unknown, remedy: string): TridentProblem[] {
  return wrong ? [{ key, text: `${JSON.stringify(value)} ${remedy}` }] : [];
}

/** A problem for each value that an earlier one equals. */
export function repeated(values: string[], key: (index: number) => string, what: string): TridentProblem[] {
  return values.flatMap((value, i) => {
    const first = values.indexOf(value);
    return problem(first !== i, key(i), value, `is taken by ${key(first)}; ${what}`);
  });
}

/** Name of an object of Kubernetes that other names are made from. */
export const dnsLabel = /^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/;
export const notDnsLabel = "is no DNS label; use 1–40 small letters, digits and hyphens, a letter first";
