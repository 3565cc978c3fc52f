import type { Role } from "../types";

/** What a stack's things are called and described as: by the description they are known as the stack's own. */
export interface Owner {
  stackName: string;
  /** Left out for what generations share. */
  generation?: string;
}

/** `dsaas-prod-router`, or with a generation `dsaas-prod-0a1b2c3d-workers`. */
export const nameOf = ({ stackName, generation }: Owner, what: string): string =>
  ["dsaas", stackName, generation, what].filter((part) => part !== undefined).join("-");

/** `Router of the dsaas stack prod`. */
export const descriptionOf = ({ stackName, generation }: Owner, what: string): string =>
  `${what} of the dsaas stack ${stackName}${generation === undefined ? "" : `, generation ${generation}`}`;

/** Metadata of an instance, by which it is known as the stack's own. */
export const metadataOf = (stackName: string, generation: string, role: Role): Record<string, string> => ({
  "dsaas-stack": stackName,
  "dsaas-generation": generation,
  "dsaas-role": role,
});

/** Metadata of an instance: how often it was tried before and never came up. */
export const failedBeforeKey = "dsaas-failed-before";
