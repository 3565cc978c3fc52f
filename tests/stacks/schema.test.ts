import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { stackFileSchema } from "../../stacks/config/jsonSchema";

const root = join(__dirname, "..", "..");

test("schema/stack.schema.json is what `node --import tsx scripts/schema.ts` writes", () => {
  const committed: unknown = JSON.parse(readFileSync(join(root, "schema", "stack.schema.json"), "utf8"));
  expect(committed).toEqual(JSON.parse(JSON.stringify(stackFileSchema())));
});

test.each(["dev", "prod", "lab"])(
  "Pulumi.%s.yaml points editors to the schema and has a default of no cloud",
  (stack) => {
    const text = readFileSync(join(root, `Pulumi.${stack}.yaml`), "utf8");
    expect(text.split("\n")[0]).toBe("# yaml-language-server: $schema=./schema/stack.schema.json");
    const { config } = parse(text) as { config: Record<string, unknown> };
    expect(config["pulumi:disable-default-providers"]).toEqual(expect.arrayContaining(["kubernetes"]));
  },
);
