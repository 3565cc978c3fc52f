import { copyFile, mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { planMachines } from "../../components/machines";
import { binDir, repoRoot } from "../../lab/paths";
import { versions } from "../../lab/toolchain";
import type { Given } from "./given";
import type { Side } from "./side";

const architectures: Record<string, string> = { x64: "amd64", arm64: "arm64" };

/** The same resources, under `tofu`; everything that it writes is in `folder`. */
export async function tofuSide(folder: string, given: Given, password: string): Promise<Side> {
  await copyFile(join(repoRoot, "bench", "previews", "tofu", "main.tf"), join(folder, "main.tf"));
  const { server, user, site, network, pools, userData } = given;
  const machines = Object.fromEntries(
    planMachines("previews", "0", pools, network).map(({ key, name, role, address, cpus, memoryMiB, diskGiB }) => [
      key,
      { name, role, address, cpus, memoryMiB, diskGiB },
    ]),
  );
  const variables = { server, user, site, network, machines, userData };
  await writeFile(join(folder, "terraform.tfvars.json"), JSON.stringify(variables));
  const env = {
    TF_CLI_CONFIG_FILE: await providerMirror(folder),
    TF_VAR_password: password,
    TF_VAR_passphrase: password,
    TF_IN_AUTOMATION: "1",
    CHECKPOINT_DISABLE: "1",
    NO_PROXY: "*",
  };
  const run = (...args: string[]) => execa(join(binDir, "tofu"), args, { cwd: folder, env });
  await run("init", "-input=false");
  return {
    state: join(folder, "terraform.tfstate"),
    apply: async () => void (await run("apply", "-auto-approve", "-input=false")),
    // Its exit code is 2 where anything would be changed.
    plan: async (refresh) =>
      void (await run("plan", "-detailed-exitcode", "-input=false", ...(refresh ? [] : ["-refresh=false"]))),
  };
}

/** A folder from which OpenTofu installs the provider, as it would from the registry; gives the file that says so. */
async function providerMirror(folder: string): Promise<string> {
  const version = versions.terraformVsphere;
  const mirror = join(folder, "mirror");
  const platform = `${process.platform}_${architectures[process.arch] ?? process.arch}`;
  const target = join(mirror, "registry.opentofu.org", "hashicorp", "vsphere", version, platform);
  await mkdir(target, { recursive: true });
  await symlink(join(binDir, "terraform-provider-vsphere"), join(target, `terraform-provider-vsphere_v${version}`));
  const file = join(folder, "tofu.rc");
  await writeFile(
    file,
    `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`,
  );
  return file;
}
