/**
 * Writes schema/stack.schema.json, which editors use for Pulumi.*.yaml, from the same zod schema that checks a stack.
 * `node --import tsx scripts/schema.ts` writes it; tests/stacks/schema.test.ts fails when it is out of date.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stackFileSchema } from "../stacks/config/jsonSchema";

writeFileSync(join(__dirname, "..", "schema", "stack.schema.json"), `${JSON.stringify(stackFileSchema(), null, 2)}\n`);
