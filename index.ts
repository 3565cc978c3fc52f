import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { loadConfig } from "./stacks/config";
import { dataUri } from "./stacks/logo";
import { Platform } from "./stacks/platform";

// Which keys hold secrets is known to every SDK but typed in none: Pulumi marks this function internal.
const { isConfigSecret } = pulumi.runtime as unknown as { isConfigSecret(key: string): boolean };

const stackName = pulumi.getStack();
const config = loadConfig({ values: pulumi.runtime.allConfig(), isSecret: isConfigSecret, stackName });
const logo = dataUri(config.hub.branding.logo, (path) => readFileSync(join(__dirname, path)));
const platform = new Platform("dsaas", { stackName, config, logo });

export const hubUrl = platform.hubUrl;
export const apiEndpoint = platform.apiEndpoint;
export const kubeconfig = platform.kubeconfig;
export const generation = platform.generation;
export const nodes = platform.nodes;
export const storageClasses = platform.storageClasses;
export const dataAccess = platform.dataAccess;
