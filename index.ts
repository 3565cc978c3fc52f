/*
 * From the stack's configuration to the whole platform. Where what is decided:
 *
 *   what stands on which side, what outlives generations     stacks/platform.ts
 *   what one generation is made of                           stacks/generation.ts
 *   when the hub moves to a new generation                   components/handover/run.ts
 *   a machine's name, size and address                       components/machines/plan.ts
 *   what a machine's user data holds                         components/cluster/userdata/index.ts
 *   how a home gets its name                                 components/hub/python/dsaas_homes.py
 *   how a home is found again                                components/storage/recovery/run.ts
 *   what every page of the hub shows, the logo too           components/hub/templates/page.html
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { openCloud } from "./stacks/clouds";
import { loadConfig } from "./stacks/config";
import { lastDeployment } from "./stacks/lastDeployment";
import { dataUri } from "./stacks/logo";
import { Platform } from "./stacks/platform";
import { translateOnlyFailures } from "./components/traces";

// Which keys hold secrets is known to every SDK but typed in none: Pulumi marks this function internal.
const { isConfigSecret } = pulumi.runtime as unknown as { isConfigSecret(key: string): boolean };

/** Looks first at what is there, in the cloud and of the last deployment, since names of resources depend on it. */
async function main() {
  translateOnlyFailures();
  const stackName = pulumi.getStack();
  const config = loadConfig({ values: pulumi.runtime.allConfig(), isSecret: isConfigSecret, stackName });
  const logo = dataUri(config.hub.branding.logo, (path) => readFileSync(join(__dirname, path)));
  const [cloud, last] = await Promise.all([openCloud("dsaas", stackName, config), lastDeployment()]);
  const platform = new Platform("dsaas", { stackName, config, logo, cloud, last });
  return {
    hubUrl: platform.hubUrl,
    apiEndpoint: platform.apiEndpoint,
    kubeconfig: platform.kubeconfig,
    generation: platform.generation,
    side: platform.side,
    nodes: platform.nodes,
    storageClasses: platform.storageClasses,
    dataAccess: platform.dataAccess,
  };
}

// Pulumi runs a function that is the module itself, and waits for what it gives.
module.exports = main;
