/** `node --import tsx lab/toolchain/main.ts [tool…]` gets all tools, or those named, and prints what it got. */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { Listr } from "listr2";
import { ToolchainError, type Toolchain, toolchainTask } from "./index";
import { isLive } from "./progress";
import type { Obtained } from "./types";

const started = performance.now();
try {
  let result: Toolchain | undefined;
  const tasks = [toolchainTask(process.argv.slice(2), (toolchain) => void (result = toolchain))];
  await new Listr(tasks, { renderer: isLive() ? "default" : "simple" }).run();
  if (result) console.log(await table(result));
} catch (error) {
  console.error(error instanceof ToolchainError ? error.message : error);
  process.exitCode = 1;
}

async function table({ bin, tools }: Toolchain): Promise<string> {
  const rows = await Promise.all(tools.map(row));
  const all = [["tool", "version", "how", "seconds", "MB"], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...all.map((cells) => cells[column]?.length ?? 0)));
  const lines = all.map((cells) =>
    cells
      .map((cell, column) => (column < 3 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  "),
  );
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  return [...lines, `all in ${seconds} s; put first on PATH: ${bin}`].join("\n");
}

async function row({ tool, way, folder, seconds }: Obtained): Promise<string[]> {
  const bytes = way === "path" ? undefined : await size(folder);
  return [tool.name, tool.version, way, seconds.toFixed(1), bytes === undefined ? "" : (bytes / 1e6).toFixed(0)];
}

async function size(folder: string): Promise<number> {
  const names = await readdir(folder);
  const files = await Promise.all(names.map((name) => stat(join(folder, name))));
  return files.reduce((sum, file) => sum + file.size, 0);
}
