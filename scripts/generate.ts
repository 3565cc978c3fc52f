/**
 * Writes what is made from the zod schema of a stack: schema/stack.schema.json for editors, and the tables of
 * docs/configuration.md. Run `node --import tsx scripts/generate.ts` after a change to stacks/config/schema.ts;
 * tests/stacks/schema.test.ts fails when either is out of date.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "prettier";
import { stackFileSchema } from "../stacks/config/jsonSchema";
import { withKeyTables } from "../stacks/config/keyTables";

const root = join(__dirname, "..");

async function main(): Promise<void> {
  writeFileSync(join(root, "schema", "stack.schema.json"), `${JSON.stringify(stackFileSchema(), null, 2)}\n`);
  const page = join(root, "docs", "configuration.md");
  writeFileSync(page, await format(withKeyTables(readFileSync(page, "utf8")), { parser: "markdown", printWidth: 120 }));
}

void main();
