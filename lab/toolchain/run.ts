import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { createInterface } from "node:readline";
import { ToolchainError, commandError } from "./errors";

export interface RunOptions {
  /** For whom, in error messages. */
  tool: string;
  cwd: string;
  env?: NodeJS.ProcessEnv;
  /** File that gets everything the command prints, appended. */
  log: string;
  /** Each line that the command prints on stdout or stderr. */
  onLine?: (line: string) => void;
  signal?: AbortSignal;
}

/** Runs a command to its end and gives what it printed on stdout. A failure names the command, its last lines and the log. */
export async function run(command: readonly [string, ...string[]], options: RunOptions): Promise<string> {
  const { tool, cwd, env = process.env, log, onLine, signal } = options;
  const [program, ...args] = command;
  const file = createWriteStream(log, { flags: "a" });
  file.write(`$ ${command.join(" ")}\n`);
  const printed: string[] = [];
  const standard: string[] = [];
  const take = (line: string, isStandard: boolean): void => {
    printed.push(line);
    if (isStandard) standard.push(line);
    file.write(line + "\n");
    onLine?.(line);
  };
  try {
    const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], ...(signal && { signal }) });
    createInterface(child.stdout).on("line", (line) => take(line, true));
    createInterface(child.stderr).on("line", (line) => take(line, false));
    const code = await new Promise<number | string>((done, fail) => {
      child.on("error", fail).on("close", (status, killedBy) => done(killedBy ?? status ?? 1));
    });
    if (code === 0) return standard.join("\n");
    if (typeof code === "string") take(`signal: killed (${code})`, false);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") throw missingProgram(tool, program);
    throw error;
  } finally {
    file.end();
  }
  throw commandError({ tool, command, output: printed.join("\n"), log });
}

/** The error for a program that is not on PATH. */
export function missingProgram(tool: string, program: string): ToolchainError {
  const remedy =
    program === "go"
      ? "Install Go 1.26 or later and put it on PATH."
      : `Install it and put it on PATH (Debian: \`apt-get install ${program}\`).`;
  return new ToolchainError(`${tool}: the program "${program}" is not on PATH. ${remedy}`);
}
