import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { format } from "prettier";
import { withKeyTables } from "../../stacks/config/keyTables";
import { stackFileSchema } from "../../stacks/config/jsonSchema";

const root = join(__dirname, "..", "..");

test("schema/stack.schema.json is what scripts/generate.ts writes", () => {
  const committed: unknown = JSON.parse(readFileSync(join(root, "schema", "stack.schema.json"), "utf8"));
  expect(committed).toEqual(JSON.parse(JSON.stringify(stackFileSchema())));
});

test("docs/configuration.md has every key, as scripts/generate.ts writes it", async () => {
  const page = readFileSync(join(root, "docs", "configuration.md"), "utf8");
  expect(page).toBe(await format(withKeyTables(page), { parser: "markdown", printWidth: 120 }));
  expect(page).toContain("`login.allowedGroup`");
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
