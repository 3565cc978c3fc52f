import { spawn } from "node:child_process";
import { mkdir, open, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { LabError } from "../errors";
import { labDir } from "../paths";
import { isRunning, parseStat, type ProcessId } from "./processes";

/** A program that runs in the background, on its own. */
export interface Daemon {
  /** Name of its files in the folder, `<name>.pid` and `<name>.log`, and in messages. */
  name: string;
  /** Program, by absolute path or found on PATH, and its arguments. */
  command: readonly [string, ...string[]];
  /** Network namespace that it runs in; none: this process's own. */
  namespace?: string;
  /** Text that it reads when it starts; where that has changed since, a running one is started anew. */
  settings?: string;
  /** Asked again and again until it says yes. */
  ready: () => Promise<boolean>;
  /** How long `ready` may say no, milliseconds. @default 20000 */
  patience?: number;
  /** How long `ready` is left alone between two questions, milliseconds. @default 30 */
  interval?: number;
  /** Folder of its files. @default LAB/run */
  folder?: string;
}

const runDir = join(labDir, "run");

/** Between two looks at a process, milliseconds. */
const shortest = 30;

/**
 * Becomes the program after writing down which process that is. So there is no moment at which it runs unrecorded, even
 * if this process is killed meanwhile.
 */
const recorder = 'cat /proc/$$/stat >"$0.new" && mv "$0.new" "$0" && exec "$@"';

/**
 * Starts a daemon unless it runs already with the same settings.
 *
 * @returns whether it was started now
 * @throws LabError with the end of its log where it ends or does not get ready
 */
export async function startDaemon(daemon: Daemon): Promise<boolean> {
  const folder = daemon.folder ?? runDir;
  const settingsFile = join(folder, `${daemon.name}.settings`);
  const settings = daemon.settings ?? "";
  if (await findDaemon(daemon.name, folder)) {
    if ((await readFile(settingsFile, "utf8").catch(() => "")) === settings) {
      await untilReady(daemon, folder);
      return false;
    }
    await stopDaemon(daemon.name, undefined, folder);
  }
  await mkdir(folder, { recursive: true });
  await writeFile(settingsFile, settings, { mode: 0o600 });
  const pidFile = join(folder, `${daemon.name}.pid`);
  await rm(pidFile, { force: true });
  const log = await open(join(folder, `${daemon.name}.log`), "w", 0o600);
  const [program, ...args] = inNamespace(daemon.namespace, ["sh", "-c", recorder, pidFile, ...daemon.command]);
  const child = spawn(program, args, { detached: true, stdio: ["ignore", log.fd, log.fd], cwd: "/" });
  const started = new Promise<void>((done, failed) => {
    child.once("spawn", done);
    child.once("error", (error) => failed(new LabError(`${daemon.name}: cannot start ${program}: ${error.message}`)));
  });
  let ended = false;
  child.once("exit", () => (ended = true));
  child.unref();
  await started.finally(() => log.close());
  await untilReady(daemon, folder, () => ended);
  return true;
}

/** A command that enters a network namespace, and nothing but it, before it becomes the program. */
export function inNamespace(
  namespace: string | undefined,
  command: readonly [string, ...string[]],
): [string, ...string[]] {
  return namespace === undefined ? [...command] : ["nsenter", `--net=/run/netns/${namespace}`, "--", ...command];
}

async function untilReady(daemon: Daemon, folder: string, ended: () => boolean = () => false): Promise<void> {
  const patience = daemon.patience ?? 20_000;
  const deadline = Date.now() + patience;
  for (;;) {
    // Read before asking: what has ended by now may still have answered a moment ago.
    const gone = ended() || (Date.now() > deadline - patience + 1000 && !(await findDaemon(daemon.name, folder)));
    if (!gone && (await daemon.ready())) return;
    if (gone || Date.now() > deadline) {
      const what = gone ? "ended at once" : `did not get ready within ${patience / 1000} s`;
      throw new LabError(`${daemon.name} ${what}. It said:\n${await lastLines(join(folder, `${daemon.name}.log`))}`);
    }
    await pause(daemon.interval ?? shortest);
  }
}

/** The daemon's process, if it runs. */
export async function findDaemon(name: string, folder = runDir): Promise<ProcessId | undefined> {
  const recorded = parseStat(await readFile(join(folder, `${name}.pid`), "utf8").catch(() => ""));
  return recorded && (await isRunning(recorded)) ? { pid: recorded.pid, started: recorded.started } : undefined;
}

/**
 * Asks a daemon to end and waits for it; one that does not end in time is killed. Nothing happens where it does not run.
 *
 * @param patience milliseconds until it is killed
 * @returns whether it ran
 */
export async function stopDaemon(name: string, patience = 10_000, folder = runDir): Promise<boolean> {
  const found = await findDaemon(name, folder);
  if (found) await stopProcess(found, patience);
  for (const kind of ["pid", "settings"]) await rm(join(folder, `${name}.${kind}`), { force: true });
  return found !== undefined;
}

/** Ends one process: SIGTERM, and SIGKILL after `patience` milliseconds. */
export async function stopProcess(found: ProcessId, patience: number): Promise<void> {
  signal(found.pid, "SIGTERM");
  const deadline = Date.now() + patience;
  for (let killed = false; await isRunning(found); await pause(shortest)) {
    if (killed || Date.now() < deadline) continue;
    signal(found.pid, "SIGKILL");
    killed = true;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

async function lastLines(file: string, count = 8): Promise<string> {
  const text = await readFile(file, "utf8").catch(() => "");
  return text.trim().split("\n").slice(-count).join("\n") || "(nothing)";
}
