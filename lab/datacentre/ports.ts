import { execa } from "execa";
import { LabError } from "../errors";
import { inNamespace } from "./daemon";

/** A socket that somebody listens on. */
export interface Listener {
  /** Name of the program; empty where it is not known. */
  program: string;
  pid: number;
}

/** Who listens on a port; undefined: nobody. */
export async function listener(
  port: number,
  options: { namespace?: string; udp?: boolean } = {},
): Promise<Listener | undefined> {
  const flags = options.udp === true ? "-lunpH" : "-ltnpH";
  const [program, ...args] = inNamespace(options.namespace, ["ss", flags, `sport = :${port}`]);
  const { stdout } = await execa(program, args);
  return parseListener(stdout);
}

/** Reads lines of `ss -lnpH`. */
export function parseListener(text: string): Listener | undefined {
  if (text.trim() === "") return undefined;
  const [, program = "", pid = "0"] = /users:\(\("([^"]*)",pid=(\d+)/.exec(text) ?? [];
  return { program, pid: Number(pid) };
}

/** @throws LabError naming the port, what it is for, and the process that has it */
export async function requireFreePort(port: number, purpose: string): Promise<void> {
  const taken = await listener(port);
  if (taken) throw new LabError(portTaken(port, purpose, taken));
}

export function portTaken(port: number, purpose: string, taken: Listener): string {
  const who = taken.pid === 0 ? "another program" : `${taken.program} (process ${taken.pid})`;
  return `Port ${port} is needed for ${purpose}, but ${who} listens on it: end that program and run the same command again.`;
}
