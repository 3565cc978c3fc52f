import { execFile } from "node:child_process";
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { cacheDir } from "../paths";
import { missingPackages } from "./aptList";
import { ToolchainError } from "./errors";
import { run } from "./run";
import type { Report } from "./types";

const execute = promisify(execFile);

/** Debian asks this program before a package starts its service; 101 says no. */
const policyFile = "/usr/sbin/policy-rc.d";
const marker = "# dsaas: no service starts while packages are being installed";
const policy = ["#!/bin/sh", marker, "exit 101", ""].join("\n");

/** Answers to packages' questions: slapd must bring no directory of its own. */
const answers = ["slapd slapd/no_configuration boolean true", ""].join("\n");

/**
 * Installs what is missing of these Debian packages. No service is started by it, and those that came with it
 * are switched off. Does nothing, and needs no root, when all are there.
 * @returns the packages that were installed.
 * @throws ToolchainError when this is no Debian, or not root, or apt fails.
 */
export async function ensureDebianPackages(names: readonly string[], report: Report = () => {}): Promise<string[]> {
  const missing = missingPackages(names, await installed());
  if (missing.length === 0) return [];
  const list = missing.join(" ");
  if (process.getuid?.() !== 0) {
    throw new ToolchainError(
      `These Debian packages are missing: ${list}. Run this as root, or install them: apt-get install ${list}`,
    );
  }
  const log = join(cacheDir, "log", "apt.log");
  await mkdir(dirname(log), { recursive: true });
  const options = { tool: `The Debian packages ${list}`, cwd: "/", log, onLine: report, env: aptEnvironment() };
  const restore = forbidServices();
  try {
    await run(["sh", "-c", `printf '%s' '${answers}' | debconf-set-selections`], options);
    await run(["apt-get", "update", "-q"], options).catch(() =>
      report("apt's lists could not be renewed; using those that are there"),
    );
    await run(
      ["apt-get", "install", "-q", "-y", "--no-install-recommends", "-o", "Dpkg::Use-Pty=0", ...missing],
      options,
    );
    if (missing.includes("slapd")) await run(["update-rc.d", "slapd", "disable"], options);
  } finally {
    restore();
  }
  return missing;
}

async function installed(): Promise<string> {
  try {
    const format = "${Package} ${db:Status-Status}\n";
    return (await execute("dpkg-query", ["-W", "-f", format], { maxBuffer: 64e6 })).stdout;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw new ToolchainError(
      "The lab needs Debian or a system made from it (dpkg is not on PATH): use a Debian machine or virtual machine.",
    );
  }
}

const aptEnvironment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  DEBIAN_FRONTEND: "noninteractive",
  LC_ALL: "C.UTF-8",
});

/**
 * Forbids packages to start services until the returned function is called, or this process ends; an owner's own policy
 * is put back then. (Synchronous throughout: an exiting process waits for nothing.)
 */
function forbidServices(): () => void {
  const saved = `${policyFile}.dsaas-saved`;
  // Where ours is still there, a run was killed: then the owner's, if there was one, is saved already.
  if (existsSync(policyFile) && !readFileSync(policyFile, "utf8").includes(marker)) renameSync(policyFile, saved);
  writeFileSync(policyFile, policy, { mode: 0o755 });
  const restore = (): void => {
    process.off("exit", restore).off("SIGINT", quit).off("SIGTERM", quit);
    if (existsSync(saved)) renameSync(saved, policyFile);
    else rmSync(policyFile, { force: true });
  };
  const quit = (signal: NodeJS.Signals): void => process.exit(signal === "SIGINT" ? 130 : 143);
  process.on("exit", restore).on("SIGINT", quit).on("SIGTERM", quit);
  return restore;
}
