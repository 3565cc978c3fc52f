import { spawn } from "node:child_process";

/** How to run a program: environment on top of this process's own, working directory, text for its standard input. */
export interface RunOptions {
  env?: Record<string, string>;
  cwd?: string;
  input?: string;
}

/**
 * Runs a program to its end and gives its standard output.
 *
 * @throws Error naming the program, its exit code and the end of its output
 */
export async function run(program: string, args: string[], options: RunOptions = {}): Promise<string> {
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: [options.input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  });
  const output: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => output.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => errors.push(chunk));
  child.stdin?.end(options.input);
  const code = await new Promise<number | string>((done, fail) => {
    child.once("error", (error: NodeJS.ErrnoException) =>
      fail(error.code === "ENOENT" ? new Error(`${program}: not found; install the package that has it`) : error),
    );
    child.once("close", (exit, signal) => done(exit ?? signal ?? "unknown"));
  });
  if (code !== 0) {
    const said = Buffer.concat([...errors, ...output])
      .toString()
      .trim()
      .split("\n")
      .slice(-15)
      .join("\n");
    throw new Error(`${program} ${args.join(" ")}: ended with ${code}\n${said}`);
  }
  return Buffer.concat(output).toString();
}
