import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { stringify } from "yaml";
import { binDir, repoRoot } from "../../lab/paths";
import { pulumiEnvironment } from "../../lab/toolchain";
import type { Given } from "./given";
import type { Side } from "./side";

const project = join(repoRoot, "bench", "previews", "pulumi");
const stack = "previews";

/** The components of this repository, under `pulumi`; state and configuration are in `folder`. */
export async function pulumiSide(folder: string, given: Given, password: string): Promise<Side> {
  const state = join(folder, "state");
  const passphrase = join(folder, "passphrase");
  await mkdir(state, { recursive: true });
  await writeFile(passphrase, password, { mode: 0o600 });
  const env = {
    ...pulumiEnvironment(),
    PULUMI_BACKEND_URL: `file://${state}`,
    PULUMI_CONFIG_PASSPHRASE_FILE: passphrase,
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    NO_PROXY: "*",
  };
  // `stack init` and `config set` write beside Pulumi.yaml: here beside a draft of it, and never in the checkout.
  const draft = join(folder, "draft");
  const file = join(draft, `Pulumi.${stack}.yaml`);
  const run = (args: string[], options: { cwd?: string; input?: string } = {}) =>
    execa(join(binDir, "pulumi"), [...args, "--stack", stack, "--non-interactive"], { cwd: project, env, ...options });

  await mkdir(draft, { recursive: true });
  await writeFile(join(draft, "Pulumi.yaml"), stringify({ name: "dsaas-previews", runtime: "nodejs" }));
  await writeFile(file, stringify({ config: { "dsaas-previews:given": given } }));
  await run(["stack", "init"], { cwd: draft });
  // Through standard input: a process list shows arguments.
  await run(["config", "set", "--secret", "dsaas-previews:password"], { cwd: draft, input: password });
  const configured = ["--config-file", file];
  return {
    state: join(state, ".pulumi", "stacks", "dsaas-previews", `${stack}.json`),
    apply: async () => void (await run(["up", "--yes", "--skip-preview", ...configured])),
    plan: async (refresh) =>
      void (await run(["preview", "--expect-no-changes", ...(refresh ? ["--refresh"] : []), ...configured])),
  };
}
