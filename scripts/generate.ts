/**
 * Writes what is made from other files: schema/stack.schema.json and the tables of docs/configuration.md from the zod
 * schema of a stack, the README's figures and those of docs/high-availability.md and docs/scaling.md from bench/results. Run `node --import tsx scripts/generate.ts` after a change to stacks/config/schema.ts;
 * tests/stacks/schema.test.ts fails when either is out of date.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "prettier";
import { faultTable, type FaultResult } from "../bench/faultTable";
import { withFigures, withTable, type Result } from "../bench/figures";
import { stackFileSchema } from "../stacks/config/jsonSchema";
import { withKeyTables } from "../stacks/config/keyTables";

const root = join(__dirname, "..");

async function main(): Promise<void> {
  writeFileSync(join(root, "schema", "stack.schema.json"), `${JSON.stringify(stackFileSchema(), null, 2)}\n`);
  await rewrite(join(root, "docs", "configuration.md"), withKeyTables);
  const folder = join(root, "bench", "results");
  // What a preview takes beside OpenTofu fills a table of its own.
  const names = readdirSync(folder).filter((name) => name !== "previews.json");
  const results = names.map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as Result);
  const faults = JSON.parse(readFileSync(join(folder, "faults.json"), "utf8")) as FaultResult;
  await rewrite(join(root, "docs", "high-availability.md"), (page) => withTable(page, faultTable(faults)));
  const of = (name: string) => JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as Result;
  await rewrite(join(root, "docs", "scaling.md"), (page) => withFigures(page, [of("scale"), of("previews")]));
  await rewrite(join(root, "README.md"), (page) => withFigures(page, results));
}

async function rewrite(path: string, change: (page: string) => string): Promise<void> {
  writeFileSync(path, await format(change(readFileSync(path, "utf8")), { parser: "markdown", printWidth: 120 }));
}

void main();
