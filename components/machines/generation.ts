import { createHash } from "node:crypto";
import { canonicalJson } from "./canonical";

/** All that a stack's machines are made of. Plain values only: no secret, no name or address that holds a generation. */
export interface MachineDescription {
  /** The template's or image's name. */
  template: string;
  /** Kubernetes version with its `v`. */
  kubernetesVersion: string;
  /** Size of each pool's machines; how many there are is left out, so that one worker more rebuilds nothing. */
  sizes: Readonly<Record<string, { cpus: number; memoryMiB: number; diskGiB: number }>>;
  /** User data by role, rendered with a fixed word in place of every secret and every machine's own name and address. */
  userData: Readonly<Record<string, string>>;
}

/** The stack's generation: 8 hexadecimal digits of a SHA-256 over the description, whatever the order of its keys. */
export function generationOf({ template, kubernetesVersion, sizes, userData }: MachineDescription): string {
  const text = canonicalJson({ template, kubernetesVersion, sizes, userData });
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}
