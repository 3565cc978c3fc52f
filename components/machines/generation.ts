import { createHash } from "node:crypto";
import { canonicalJson, type Json } from "./canonical";

/** All that a stack's machines are made of. Plain values only: no secret, no name or address that holds a generation. */
export interface MachineDescription {
  /** The cloud's own part, by the cloud's own ids: image, disks' place, network. */
  cloud: Json;
  /** The machines' network, with the addresses of both sides; the API's virtual ones too. */
  network: Json;
  /** Kubernetes version with its `v`. */
  kubernetesVersion: string;
  /** Size of each pool's machines; how many there are is left out, so that one worker more rebuilds nothing. */
  sizes: Readonly<Record<string, { cpus: number; memoryMiB: number; diskGiB: number }>>;
  /** User data by role, rendered with a fixed word in place of every secret and every machine's own name and address. */
  userData: Readonly<Record<string, string>>;
  /** Any text of the operator's: another one rebuilds everything, with new keys and certificates. */
  rotation: string;
}

/** The stack's generation: 8 hexadecimal digits of a SHA-256 over the description, whatever the order of its keys. */
export function generationOf(description: MachineDescription): string {
  const { cloud, network, kubernetesVersion, sizes, userData, rotation } = description;
  const text = canonicalJson({ cloud, network, kubernetesVersion, sizes, userData, rotation });
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}
