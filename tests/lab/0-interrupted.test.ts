import { spawn } from "node:child_process";
import { join } from "node:path";
import { repoRoot } from "../../lab/paths";
import { lab } from "./command";

beforeAll(async () => {
  const { exitCode, output } = await lab("destroy");
  expect([exitCode, exitCode === 0 ? "" : output]).toEqual([0, ""]);
}, 600_000);

/** Runs `npm run lab` in a process group of its own and gives the group a Ctrl-C once its output shows `moment`. */
async function interruptedAt(moment: RegExp): Promise<{ exitCode: number | null; output: string }> {
  const child = spawn(process.execPath, ["--import", "tsx", join(repoRoot, "lab", "main.ts")], {
    cwd: repoRoot,
    detached: true,
    env: { ...process.env, NODE_OPTIONS: "" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let sent = false;
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      if (sent || !moment.test(output) || child.pid === undefined) return;
      sent = true;
      process.kill(-child.pid, "SIGINT");
    });
  }
  const exitCode = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { exitCode, output };
}

// What comes of it is seen in the next file: the same command goes on and the stack comes up.
test.each([
  ["before Pulumi has begun", /Data centre/],
  ["while machines are being made", /VirtualMachine \S+ creating/],
  ["while the cluster is being waited for", /waiting for the API/],
])(
  "Ctrl-C %s ends the command",
  async (_when, moment) => {
    const { exitCode, output } = await interruptedAt(moment);
    expect(output).toMatch(moment);
    expect(exitCode).not.toBe(0);
    expect(output).not.toContain("The stack is up");
  },
  3_000_000,
);
