import { join } from "node:path";
import { execa } from "execa";
import { repoRoot } from "../../lab/paths";

/** Runs `npm run lab -- …` as a user would; everything that it printed, and how it ended. */
export async function lab(...args: string[]): Promise<{ exitCode: number; output: string; seconds: number }> {
  const started = Date.now();
  const { exitCode, all } = await execa(
    process.execPath,
    ["--import", "tsx", join(repoRoot, "lab", "main.ts"), ...args],
    {
      cwd: repoRoot,
      // jest's own options are not for the lab's processes.
      env: { NODE_OPTIONS: "" },
      all: true,
      reject: false,
    },
  );
  return { exitCode: exitCode ?? -1, output: all, seconds: (Date.now() - started) / 1000 };
}
