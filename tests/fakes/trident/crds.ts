/*
 * Trident's kinds with every field written out, so that an API server refuses what Trident would silently not know.
 * Trident's own definitions (cli/k8s_client/yaml_factory.go) keep whatever they are given. For tests only.
 */
import { operatorCrds } from "../../../components/storage/trident/install/crds";
import { group } from "../../../components/storage/trident/names";
import { object, published, type Fields, type Schema } from "./fields";

const text: Schema = { type: "string" };

/** Definitions of every kind of Trident's that the stack makes objects of. */
export const strictCrds = () => [
  { apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition", ...operatorCrds().orchestrators },
  crd("TridentBackendConfig", "tridentbackendconfigs", "Namespaced", backendSpec()),
  crd("TridentAutogrowPolicy", "tridentautogrowpolicies", "Cluster", autogrowSpec),
];

/** Every driver's fields together, and for each driver a rule that it has none of the others'. */
function backendSpec(): Schema {
  const families = [...new Set(Object.values(published))];
  const fields = families.reduce<Fields>((all, one) => ({ ...all, ...one }), {});
  const rules = Object.entries(published).map(([driver, own]) => {
    const foreign = Object.keys(fields).filter((name) => !(name in own));
    return {
      anyOf: [
        { not: { properties: { storageDriverName: { enum: [driver] } } } },
        { not: { anyOf: foreign.map((name) => ({ required: [name] })) } },
      ],
    };
  });
  return {
    type: "object",
    required: ["version", "storageDriverName", "backendName", "credentials", "deletionPolicy"],
    properties: { ...fields, defaults: merged(families, "defaults"), storage: mergedPools(families) },
    allOf: rules,
  };
}

const merged = (families: Fields[], name: string): Schema =>
  object(Object.assign({}, ...families.map((fields) => (fields[name] as { properties: Fields }).properties)) as Fields);

function mergedPools(families: Fields[]): Schema {
  const pools = families.map((fields) => (fields["storage"] as { items: { properties: Fields } }).items.properties);
  const properties = pools.reduce<Fields>((all, one) => ({ ...all, ...one }), {});
  return { type: "array", items: object({ ...properties, defaults: merged(pools, "defaults") }) };
}

/** Patterns as published for the kind. */
const autogrowSpec: Schema = {
  type: "object",
  required: ["usedThreshold"],
  properties: {
    usedThreshold: { ...text, pattern: "^([1-9]|[1-9][0-9])(\\.[0-9]+)?%$" },
    growthAmount: {
      ...text,
      pattern: "^([1-9][0-9]*(\\.[0-9]+)?%|[0-9]+(\\.[0-9]+)?(E|P|T|G|M|k|Ei|Pi|Ti|Gi|Mi|Ki))$",
    },
    maxSize: { ...text, pattern: "^(0|[0-9]+(\\.[0-9]+)?(E|P|T|G|M|k|Ei|Pi|Ti|Gi|Mi|Ki))$" },
  },
};

function crd(kind: string, plural: string, scope: "Cluster" | "Namespaced", spec: Schema) {
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope,
      names: { kind, listKind: `${kind}List`, plural, singular: kind.toLowerCase() },
      versions: [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema: object({ spec }) } }],
    },
  };
}
