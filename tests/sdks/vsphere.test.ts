import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import * as ts from "typescript";

interface SchemaType {
  type?: string;
  $ref?: string;
  items?: SchemaType;
  additionalProperties?: SchemaType;
}
type Properties = Record<string, SchemaType>;
interface Schema {
  provider: { inputProperties: Properties };
  resources: Record<
    string,
    {
      properties: Properties;
      required?: string[];
      inputProperties: Properties;
      requiredInputs?: string[];
      stateInputs: { properties: Properties };
    }
  >;
  functions: Record<
    string,
    {
      inputs: { properties: Properties; required?: string[] };
      outputs: { properties: Properties; required?: string[] };
    }
  >;
  types: Record<
    string,
    {
      properties: Properties;
      required?: string[];
      language?: { nodejs?: { requiredInputs?: string[]; requiredOutputs?: string[] } };
    }
  >;
}

const root = resolve(__dirname, "../..");
const sdk = resolve(root, "sdks/vsphere");
const official = resolve(root, "../shared/facts/vsphere-schema.json");
const read = (path: string) => JSON.parse(readFileSync(path, "utf8")) as Schema;
const extract = read(resolve(sdk, "schema.json"));
const schema = existsSync(official) ? read(official) : extract;

/** Names, optionality and types of each interface's and class's properties in index.d.ts, as the compiler reads them. */
function declared(): Map<string, Map<string, string>> {
  const path = resolve(sdk, "index.d.ts");
  const source = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.ES2022, true);
  const found = new Map<string, Map<string, string>>();
  const visit = (node: ts.Node, prefix: string) => {
    if (ts.isModuleDeclaration(node) && node.body)
      node.body.forEachChild((child) => visit(child, `${node.name.text}.`));
    if (!(ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node)) || !node.name) return;
    const members = new Map<string, string>();
    for (const member of node.members) {
      if (!(ts.isPropertySignature(member) || ts.isPropertyDeclaration(member)) || !member.type) continue;
      members.set(
        member.name.getText(),
        `${member.questionToken ? "?" : ""}${member.type.getText().replace(/\s+/g, " ")}`,
      );
    }
    found.set(`${prefix}${node.name.text}`, members);
  };
  source.forEachChild((node) => visit(node, ""));
  return found;
}

const title = (token: string) => {
  const name = token.split(":")[2] ?? "";
  return name.charAt(0).toUpperCase() + name.slice(1);
};

/** The schema's type in TypeScript, written here a second time so that the generator is not its own judge. */
function expected(type: SchemaType, side: "inputs" | "outputs"): string {
  const inner = (one: SchemaType | undefined) => {
    const text = expected(one ?? {}, side);
    return side === "inputs" ? `pulumi.Input<${text}>` : text;
  };
  if (type.$ref) return `${side}.${title(type.$ref)}`;
  switch (type.type) {
    case "string":
    case "boolean":
      return type.type;
    case "integer":
    case "number":
      return "number";
    case "array":
      return `${inner(type.items)}[]`;
    case "object":
      return `{ [key: string]: ${inner(type.additionalProperties)} }`;
    default:
      throw new Error(`no such type in a schema: ${JSON.stringify(type)}`);
  }
}

const entries = (properties: Properties, write: (name: string, type: SchemaType) => string) =>
  Object.entries(properties).map(([name, type]): [string, string] => [name, write(name, type)]);
const args = (properties: Properties, required: string[] = []) =>
  entries(properties, (name, type) => {
    const text = `pulumi.Input<${expected(type, "inputs")}>`;
    return required.includes(name) ? text : `?${text} | undefined`;
  });
const plain = (properties: Properties, required: string[] = []) =>
  entries(properties, (name, type) => `${required.includes(name) ? "" : "?"}${expected(type, "outputs")}`);

const byName = (pairs: Iterable<[string, string]>) => [...pairs].sort(([a], [b]) => (a < b ? -1 : 1));
const names = declared();
const same = (name: string, wanted: [string, string][]) => {
  expect(wanted.length).toBeGreaterThan(0);
  expect([name, byName(names.get(name) ?? [])]).toEqual([name, byName(wanted)]);
};

test("the committed extract is the official schema's", () => {
  for (const part of ["resources", "functions", "types"] as const) {
    expect(Object.keys(extract[part]).length).toBeGreaterThan(5);
    for (const [token, found] of Object.entries(extract[part]))
      expect([token, found]).toEqual([token, schema[part][token]]);
  }
  expect(extract.provider).toEqual(schema.provider);
});

test("the generated files are up to date", () => {
  expect(() =>
    execFileSync(process.execPath, [resolve(sdk, "generate.mjs"), "--check"], { stdio: "pipe" }),
  ).not.toThrow();
});

test.each(Object.keys(extract.resources))("%s has the official names and types", (token) => {
  const resource = schema.resources[token];
  if (!resource) throw new Error(`${token} is not in the schema`);
  same(`${title(token)}Args`, args(resource.inputProperties, resource.requiredInputs));
  same(`${title(token)}State`, args(resource.stateInputs.properties));
  same(
    title(token),
    entries(resource.properties, (name, type) => {
      const none = resource.required?.includes(name) ? "" : " | undefined";
      return `pulumi.Output<${expected(type, "outputs")}${none}>`;
    }),
  );
});

test.each(Object.keys(extract.functions))("%s has the official names and types", (token) => {
  const fn = schema.functions[token];
  if (!fn) throw new Error(`${token} is not in the schema`);
  same(`${title(token)}Args`, plain(fn.inputs.properties, fn.inputs.required));
  same(`${title(token)}OutputArgs`, args(fn.inputs.properties, fn.inputs.required));
  same(`${title(token)}Result`, plain(fn.outputs.properties, fn.outputs.required));
});

test.each(Object.keys(extract.types))("%s has the official names and types", (token) => {
  const type = schema.types[token];
  if (!type) throw new Error(`${token} is not in the schema`);
  const { requiredInputs, requiredOutputs } = type.language?.nodejs ?? {};
  same(`inputs.${title(token)}`, args(type.properties, requiredInputs ?? type.required));
  same(`outputs.${title(token)}`, plain(type.properties, requiredOutputs ?? type.required));
});

test("the provider's arguments are the official ones", () =>
  same("ProviderArgs", args(schema.provider.inputProperties)));

describe("at run time", () => {
  const seen: { type: string; inputs: Record<string, unknown> }[] = [];
  let vsphere: typeof import("../../sdks/vsphere");

  beforeAll(async () => {
    await pulumi.runtime.setMocks({
      newResource: ({ type, name, inputs }) => {
        seen.push({ type, inputs });
        // What an engine knows besides what it was given.
        const computed = name === "named" ? { name: "named by the cloud" } : {};
        return { id: `${name}-id`, state: { ...inputs, ...computed } };
      },
      call: ({ token, inputs }) => ({ ...inputs, id: token }),
    });
    vsphere = await import("../../sdks/vsphere");
  });

  test("every resource and function of the extract is there, under its official token", async () => {
    for (const token of Object.keys(extract.functions)) {
      const name = token.split(":")[2] as "getDatacenter";
      expect((await vsphere[name]({ name: "x" })).id).toBe(token);
      const output = vsphere[`${name}Output`]({ name: pulumi.output("x") });
      expect(await new Promise((done) => output.id.apply(done))).toBe(token);
    }
    for (const token of Object.keys(extract.resources)) {
      const cls = vsphere[title(token) as "Tag"];
      const required = Object.fromEntries((extract.resources[token]?.requiredInputs ?? []).map((key) => [key, "x"]));
      const resource = new cls("one", required as { categoryId: string });
      expect(await new Promise((done) => resource.urn.apply(done))).toContain(`::${token}::one`);
      expect(cls.isInstance(resource)).toBe(true);
    }
  });

  test("a property that does not exist goes nowhere, a required one that is missing is named", async () => {
    const wrong = { path: "a", type: "vm", nonsense: 1 };
    await new Promise((done) => new vsphere.Folder("two", wrong).urn.apply(done));
    expect(seen.at(-1)?.inputs).toEqual({ path: "a", type: "vm" });
    expect(() => new vsphere.Tag("three", {} as { categoryId: string })).toThrow(
      "Missing required property 'categoryId'",
    );
  });

  test("the engine is asked for what was not given, when it is read", async () => {
    const valueOf = <T>(output: pulumi.Output<T>) => new Promise((done) => output.apply(done));
    const tag = new vsphere.Tag("named", { categoryId: "c" });
    expect(Object.keys(tag)).toContain("categoryId");
    expect(Object.keys(tag)).not.toContain("name");
    expect(await valueOf(tag.name)).toBe("named by the cloud");
    expect(await valueOf(tag.categoryId)).toBe("c");
  });

  test("the password is secret and other settings travel as strings", async () => {
    const provider = new vsphere.Provider("four", { password: "hunter2", user: "u", allowUnverifiedSsl: true });
    await new Promise((done) => provider.urn.apply(done));
    const inputs = seen.at(-1)?.inputs ?? {};
    expect(inputs["allowUnverifiedSsl"]).toBe("true");
    expect(inputs["user"]).toBe("u");
    expect(inputs["password"]).toMatchObject({ value: "hunter2" });
    expect(Object.keys(inputs["password"] as object)).toContain("4dabf18193072939515e22adb298388d");
  });
});
