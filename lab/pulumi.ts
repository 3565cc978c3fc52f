import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa, type Options } from "execa";
import { parse, stringify } from "yaml";
import type { CloudName } from "./cloud";
import { credentialSecret } from "./openstack/seed/seed";
import { binDir, labDir, labNamespace, repoRoot } from "./paths";
import { labSecret } from "./secrets";
import { labStackFile, type LabFacts } from "./stackfile";
import { pulumiEnvironment } from "./toolchain";

/** Name of the lab's stack. */
export const stackName = "lab";

const stateDir = join(labDir, "state");
const stackFile = join(labDir, "Pulumi.lab.yaml");
const passphraseFile = join(labDir, "passphrase");
const draftDir = join(labDir, "draft");

/** Environment for every Pulumi command: the toolchain's programs, state in the lab, no look at the network. */
function environment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    ...pulumiEnvironment(),
    // Beside each file the backend writes another with its attributes, and not in one go: a run that is killed just then
    // leaves it empty, and Pulumi reads no state beside an empty one. Nobody needs the attributes.
    PULUMI_BACKEND_URL: `file://${stateDir}?metadata=skip`,
    PULUMI_CONFIG_PASSPHRASE_FILE: passphraseFile,
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    // Data centre, API server and directory answer at once or not at all; nothing goes through a proxy.
    NO_PROXY: "*",
  };
}

/** How Pulumi is run inside the data centre's network, for who starts the process himself. */
export function pulumiCommand(args: string[]): {
  program: string;
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
} {
  const command = ["netns", "exec", labNamespace, join(binDir, "pulumi"), ...args];
  return { program: "ip", args: command, cwd: repoRoot, env: environment() };
}

/**
 * Runs Pulumi inside the data centre's network, with this terminal unless `options` says otherwise.
 * Ctrl-C reaches Pulumi, which finishes what is under way and keeps its state.
 */
export async function pulumi(
  args: string[],
  options: Options = {},
): Promise<{ exitCode?: number; failed: boolean; interrupted: boolean; stdout: string }> {
  let interrupted = false;
  const forward = () => void (interrupted = true); // The terminal signals the whole group; this process only has to outlive Pulumi.
  process.on("SIGINT", forward);
  try {
    const { program, args: command, cwd, env } = pulumiCommand(args);
    const { exitCode, failed, stdout } = await execa(program, command, {
      cwd,
      env,
      extendEnv: false,
      stdio: "inherit",
      forceKillAfterDelay: false,
      ...options,
    });
    return {
      ...(exitCode === undefined ? {} : { exitCode }),
      failed,
      interrupted,
      stdout: typeof stdout === "string" ? stdout : "",
    };
  } finally {
    process.off("SIGINT", forward);
  }
}

/** Pulumi's answer as text, quietly. */
export async function pulumiText(args: string[], options: Options = {}): Promise<string> {
  const result = await pulumi([...args, "--non-interactive"], { stdio: ["ignore", "pipe", "pipe"], ...options });
  return result.stdout;
}

/** Outputs of the stack, secrets in plain text: never print them whole. Undefined while there is no stack. */
export async function stackOutputs(): Promise<Record<string, unknown> | undefined> {
  if (!existsSync(stackFile)) return undefined;
  const text = await pulumiText(["stack", "output", "--json", "--show-secrets", "--stack", stackName]);
  return JSON.parse(text) as Record<string, unknown>;
}

/** Arguments that every command about the lab's stack needs. */
export const stackArgs = ["--stack", stackName, "--config-file", stackFile];

/**
 * Makes the stack and its file. The file is written anew only when what goes into it has changed: encryption takes a
 * fresh salt each time, and Pulumi start-ups cost seconds.
 */
export async function prepareStack(facts: LabFacts): Promise<void> {
  await mkdir(stateDir, { recursive: true, mode: 0o700 });
  await writeFile(passphraseFile, await labSecret("stack.passphrase"), { mode: 0o600 });

  const secrets = {
    ...(await cloudSecrets(facts.cloud.name)),
    "dsaas:hub.login.bindPassword": await labSecret("directory.bind"),
  };
  const plain = stringify(labStackFile(await readFile(join(repoRoot, "Pulumi.lab.yaml"), "utf8"), facts));
  const digest = createHash("sha256")
    .update(JSON.stringify([plain, secrets]))
    .digest("hex");
  const stamp = `${stackFile}.sha256`;
  if (existsSync(stackFile) && existsSync(stamp) && (await readFile(stamp, "utf8")) === digest) return;

  // `stack init` and `config set` write to the stack's file in the project's folder, which here is the checkout: they
  // work on a project of the same name in a folder of the lab's own instead.
  await rm(stamp, { force: true });
  await rm(draftDir, { recursive: true, force: true });
  await mkdir(draftDir, { mode: 0o700 });
  await writeFile(join(draftDir, "Pulumi.yaml"), stringify({ name: "dsaas", runtime: "nodejs" }));
  const draft = join(draftDir, `Pulumi.${stackName}.yaml`);
  const salt = existsSync(stackFile)
    ? (parse(await readFile(stackFile, "utf8")) as { encryptionsalt?: string }).encryptionsalt
    : undefined;
  await writeFile(draft, plain + (salt === undefined ? "" : stringify({ encryptionsalt: salt })), { mode: 0o600 });
  if (!hasStack()) await pulumiText(["stack", "init", stackName], { cwd: draftDir });
  for (const [key, value] of Object.entries(secrets)) {
    // Through standard input: a process list shows arguments.
    await pulumiText(["config", "set", "--secret", "--path", key, "--stack", stackName], {
      cwd: draftDir,
      input: value,
      stdio: ["pipe", "pipe", "pipe"],
    });
  }
  await rename(draft, stackFile);
  await writeFile(stamp, digest, { mode: 0o600 });
}

/** What the stack logs in to its cloud with. */
async function cloudSecrets(cloud: CloudName): Promise<Record<string, string>> {
  switch (cloud) {
    case "vsphere":
      return { "dsaas:vsphere.password": await labSecret("vsphere.password") };
    case "openstack":
      return { "dsaas:openstack.applicationCredentialSecret": await credentialSecret() };
    default:
      return cloud satisfies never;
  }
}

/** Whether there is a stack, whole or half built. */
export function hasStack(): boolean {
  return existsSync(join(stateDir, ".pulumi", "stacks", "dsaas", `${stackName}.json`));
}

/** Takes away the lock of a Pulumi process that no longer runs, as after a power cut. */
export async function dropStaleLock(): Promise<void> {
  const locks = join(stateDir, ".pulumi", "locks", "organization", "dsaas", stackName);
  if (!existsSync(locks)) return;
  for (const name of await readdir(locks)) {
    const path = join(locks, name);
    const lock = JSON.parse(await readFile(path, "utf8")) as { pid?: number };
    if (lock.pid === undefined || !existsSync(`/proc/${lock.pid}`)) await rm(path, { force: true });
  }
}

/** Forgets the stack's state: for a data centre that is gone with everything in it. */
export async function forgetStack(): Promise<void> {
  await rm(join(stateDir, ".pulumi"), { recursive: true, force: true });
  await rm(stackFile, { force: true });
  await rm(`${stackFile}.sha256`, { force: true });
}
