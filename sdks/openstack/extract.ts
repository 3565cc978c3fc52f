/**
 * Writes official.json, the names and types of the resources of @pulumi/openstack that the plugin of this repository
 * answers to: `node --import tsx sdks/openstack/extract.ts`, after a change to used.ts or a new version of the package.
 * The package brings no schema, so they are read from its declarations. The plugin's Go tests compare it with the file.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "prettier";
import { officialNames } from "./declarations";
import { used } from "./used";

const file = join(__dirname, "..", "..", "lab", "toolchain", "go", "pulumi-resource-openstack", "official.json");

async function main(): Promise<void> {
  writeFileSync(file, await format(JSON.stringify(officialNames(used)), { parser: "json", printWidth: 120 }));
}

void main();
