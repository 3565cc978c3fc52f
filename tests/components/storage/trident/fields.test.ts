import { autogrowPolicy } from "../../../../components/storage/trident/autogrow";
import { backendSpec } from "../../../../components/storage/trident/backends";
import { orchestrator } from "../../../../components/storage/trident/install/orchestrator";
import { strictCrds } from "../../../fakes/trident/crds";
import { object, published, type Schema } from "../../../fakes/trident/fields";
import { backends, complete, homes } from "./example";

/** Where a value is not what a structural schema says, as paths. */
function misfits(value: unknown, schema: Schema, path = ""): string[] {
  if (Array.isArray(value))
    return schema["type"] === "array"
      ? value.flatMap((item, i) => misfits(item, schema["items"] as Schema, `${path}[${i}]`))
      : [`${path} is a list`];
  if (typeof value === "object" && value !== null) {
    const { properties, additionalProperties } = schema as {
      properties?: Record<string, Schema>;
      additionalProperties?: Schema;
    };
    return Object.entries(value).flatMap(([key, item]) => {
      const own = properties?.[key] ?? additionalProperties;
      return own === undefined ? [`${path}.${key} is unknown`] : misfits(item, own, `${path}.${key}`);
    });
  }
  const type = Number.isInteger(value) ? "integer" : typeof value;
  return type === schema["type"] ? [] : [`${path} is a ${type}, not a ${String(schema["type"])}`];
}

test.each([...Object.values(backends), homes])(
  "$driver: every field is one that Trident publishes, of its type",
  (backend) => {
    const spec = { ...backendSpec(backend, "prod"), deletionPolicy: "retain" };
    expect(misfits(spec, object(published[backend.driver]))).toEqual([]);
  },
);

test("the check finds a misspelt field and a wrong type", () => {
  const spec = { ...backendSpec(homes, "prod"), exportPolicies: "dsaas", version: "1" };
  expect(misfits(spec, object(published["ontap-nas"]))).toEqual([
    ".version is a string, not a integer",
    ".exportPolicies is unknown",
  ]);
});

test("the orchestrator's and autogrow's fields are in their definitions", () => {
  const schemaOf = (index: number) => {
    const { spec } = strictCrds()[index] as unknown as {
      spec: { versions: { schema: { openAPIV3Schema: { properties: { spec: Schema } } } }[] };
    };
    return spec.versions[0]!.schema.openAPIV3Schema.properties.spec;
  };
  expect(misfits(orchestrator(complete()).spec, schemaOf(0))).toEqual([]);
  for (const policy of complete().autogrow ?? []) {
    const { spec } = autogrowPolicy(policy);
    expect(misfits(spec, schemaOf(2))).toEqual([]);
    const { properties } = schemaOf(2) as { properties: Record<keyof typeof spec, { pattern: string }> };
    for (const [name, value] of Object.entries(spec))
      expect(value).toMatch(new RegExp(properties[name as keyof typeof spec].pattern));
  }
});
