import { z } from "zod";
import { config } from "./schema";

interface JsonSchema {
  [keyword: string]: unknown;
}

/** JSON Schema of a whole Pulumi.<stack>.yaml: the keys of dsaas, each below its name with the `dsaas:` prefix. */
export function stackFileSchema(): JsonSchema {
  const inner = z.toJSONSchema(config, {
    io: "input",
    override: ({ zodSchema, jsonSchema }) => allowEncrypted(zodSchema, jsonSchema),
  });
  const properties = Object.fromEntries(
    Object.entries(inner.properties ?? {}).map(([key, value]) => [`dsaas:${key}`, value]),
  );
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "A stack of dsaas",
    type: "object",
    properties: {
      encryptionsalt: { type: "string" },
      secretsprovider: { type: "string" },
      encryptedkey: { type: "string" },
      config: {
        type: "object",
        properties,
        required: (inner.required ?? []).map((key) => `dsaas:${key}`),
        // Other namespaces (pulumi:) stay free; an unknown key of ours is a mistake.
        patternProperties: { "^(?!dsaas:)": true },
        additionalProperties: false,
      },
    },
    required: ["config"],
  };
}

/** In a stack's file a secret is `{ secure: <ciphertext> }`, which the program sees as a string. */
function allowEncrypted(zodSchema: z.core.$ZodTypes, jsonSchema: JsonSchema): void {
  const meta = z.globalRegistry.get(zodSchema);
  if (meta?.["secret"] !== true) return;
  for (const keyword of Object.keys(jsonSchema)) delete jsonSchema[keyword];
  jsonSchema["type"] = "object";
  jsonSchema["description"] = "Secret; set it with pulumi config set --secret --path.";
  jsonSchema["properties"] = { secure: { type: "string" } };
  jsonSchema["required"] = ["secure"];
  jsonSchema["additionalProperties"] = false;
}
