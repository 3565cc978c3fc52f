/**
 * Writes index.js and index.d.ts from schema.json, the extract of the official package schema for the resources that
 * dsaas uses, and docs.mjs. Run it after a change to either: `node sdks/vsphere/generate.mjs`. With `--check` it writes
 * nothing and fails where a file is out of date.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "prettier";
import { functionDocs, propertyDocs, resourceDocs } from "./docs.mjs";

const here = import.meta.dirname;
const schema = JSON.parse(readFileSync(join(here, "schema.json"), "utf8"));
const { version } = JSON.parse(readFileSync(join(here, "package.json"), "utf8"));

/** Properties that hold secrets; the official schema marks none of them. */
const SECRETS = { Provider: ["password"], VirtualMachine: ["extraConfig"] };

const nameOf = (token) => token.split(":")[2];
const upper = (name) => name[0].toUpperCase() + name.slice(1);
const comment = (text, indent) => (text ? `${indent}/** ${text} */\n` : "");
const docOf = (owner, name) => propertyDocs[`${owner}.${name}`] ?? propertyDocs[name];

/** A schema type in TypeScript; `side` is "inputs" (every level may be an Output) or "outputs" (plain). */
function typeOf(type, side) {
  const wrap = (text) => (side === "inputs" ? `pulumi.Input<${text}>` : text);
  if (type.$ref) return `${side}.${upper(nameOf(type.$ref))}`;
  if (type.type === "array") return `${wrap(typeOf(type.items, side))}[]`;
  if (type.type === "object") return `{ [key: string]: ${wrap(typeOf(type.additionalProperties, side))} }`;
  const scalar = { string: "string", integer: "number", number: "number", boolean: "boolean" }[type.type];
  if (!scalar) throw new Error(`schema.json: no TypeScript type for ${JSON.stringify(type)}`);
  return scalar;
}

const sorted = (properties) => Object.entries(properties ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));

/** Lines of an interface's body. `wrapped` puts Input<> around each property. */
function members(owner, properties, required, side, wrapped, indent) {
  return sorted(properties)
    .map(([name, type]) => {
      const text = typeOf(type, side);
      const optional = required.includes(name) ? "" : "?";
      const shown = wrapped ? `pulumi.Input<${text}>` : text;
      // An Input that resolves to undefined is the same as none: exactOptionalPropertyTypes would refuse it otherwise.
      const none = optional && wrapped ? " | undefined" : "";
      return `${comment(docOf(owner, name), indent)}${indent}${name}${optional}: ${shown}${none};\n`;
    })
    .join("");
}

function nestedTypes(side) {
  return Object.entries(schema.types)
    .map(([token, type]) => {
      const node = type.language?.nodejs ?? {};
      const required = (side === "inputs" ? node.requiredInputs : node.requiredOutputs) ?? type.required ?? [];
      const body = members(nameOf(token), type.properties, required, side, side === "inputs", "    ");
      return `  interface ${upper(nameOf(token))} {\n${body}  }\n`;
    })
    .join("\n");
}

function resourceTypes([token, resource]) {
  const name = nameOf(token);
  const required = resource.required ?? [];
  const outputs = sorted(resource.properties)
    .map(([key, type]) => {
      const text = `${typeOf(type, "outputs")}${required.includes(key) ? "" : " | undefined"}`;
      return `${comment(docOf(name, key), "  ")}  readonly ${key}: pulumi.Output<${text}>;\n`;
    })
    .join("");
  return `/** ${resourceDocs[name]} */
export declare class ${name} extends pulumi.CustomResource {
  /** Reads a resource that exists; \`id\` is the provider's. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, state?: ${name}State, opts?: pulumi.CustomResourceOptions): ${name};
  /** Whether the object is a ${name}, also where several copies of this package are loaded. */
  static isInstance(obj: unknown): obj is ${name};
  constructor(name: string, args${(resource.requiredInputs ?? []).length ? "" : "?"}: ${name}Args, opts?: pulumi.CustomResourceOptions);
${outputs}}

/** Properties that find a ${name} for \`${name}.get\`. */
export interface ${name}State {
${members(name, resource.stateInputs.properties, [], "inputs", true, "  ")}}

/** Arguments of ${name}. */
export interface ${name}Args {
${members(name, resource.inputProperties, resource.requiredInputs ?? [], "inputs", true, "  ")}}
`;
}

function functionTypes([token, fn]) {
  const name = nameOf(token);
  const title = upper(name);
  const required = fn.inputs.required ?? [];
  const optional = required.length ? "" : "?";
  return `/** ${functionDocs[name]} */
export declare function ${name}(args${optional}: ${title}Args, opts?: pulumi.InvokeOptions): Promise<${title}Result>;
/** ${functionDocs[name]} */
export declare function ${name}Output(args${optional}: ${title}OutputArgs, opts?: pulumi.InvokeOutputOptions): pulumi.Output<${title}Result>;

/** Arguments of ${name}. */
export interface ${title}Args {
${members(name, fn.inputs.properties, required, "outputs", false, "  ")}}

/** Arguments of ${name}Output. */
export interface ${title}OutputArgs {
${members(name, fn.inputs.properties, required, "inputs", true, "  ")}}

/** What ${name} finds. */
export interface ${title}Result {
${members(name, fn.outputs.properties, fn.outputs.required ?? [], "outputs", false, "  ")}}
`;
}

const header = `// Written by generate.mjs from schema.json and docs.mjs: change those.\n// ${schema.attribution}\n`;

const declarations = `${header}import * as pulumi from "@pulumi/pulumi";

/** ${resourceDocs.Provider} */
export declare class Provider extends pulumi.ProviderResource {
  static isInstance(obj: unknown): obj is Provider;
  constructor(name: string, args?: ProviderArgs, opts?: pulumi.ResourceOptions);
}

/** Arguments of Provider. */
export interface ProviderArgs {
${members("Provider", schema.provider.inputProperties, [], "inputs", true, "  ")}}

${Object.entries(schema.resources).map(resourceTypes).join("\n")}
${Object.entries(schema.functions).map(functionTypes).join("\n")}
/** Parts of arguments. */
export declare namespace inputs {
${nestedTypes("inputs")}}

/** Parts of results. */
export declare namespace outputs {
${nestedTypes("outputs")}}
`;

const json = (value) => JSON.stringify(value);
const runtimeResource = ([token, { inputProperties, properties, requiredInputs = [] }]) => {
  const name = nameOf(token);
  const out = Object.keys(properties).filter((key) => !(key in inputProperties));
  return `class ${name} extends pulumi.CustomResource {
  static spec = { inputs: ${json(Object.keys(inputProperties).sort())}, outputs: ${json(out.sort())}, required: ${json(requiredInputs)}, secrets: ${json(SECRETS[name] ?? [])} };
  static get(name, id, state, opts) {
    return new ${name}(name, state, { ...opts, id });
  }
  static isInstance(obj) {
    return isA(obj, ${json(token)});
  }
  constructor(name, args, opts) {
    const { spec } = ${name};
    super(${json(token)}, name, properties(spec, args, opts), options(spec.secrets, opts));
  }
}
${name}.__pulumiType = ${json(token)};
late(${name});
exports.${name} = ${name};
`;
};

const runtimeFunction = ([token, fn]) => {
  const name = nameOf(token);
  const keys = json(Object.keys(fn.inputs.properties).sort());
  return `exports.${name} = (args, opts) => pulumi.runtime.invoke(${json(token)}, pick(${keys}, args), pulumi.mergeOptions(VERSION, opts ?? {}));
exports.${name}Output = (args, opts) => pulumi.runtime.invokeOutput(${json(token)}, pick(${keys}, args), pulumi.mergeOptions(VERSION, opts ?? {}));
`;
};

const runtime = `"use strict";
${header}const pulumi = require("@pulumi/pulumi");

/** The plugin's version, asked for with every resource and lookup. */
const VERSION = { version: ${json(version)} };

const isA = (obj, token) => obj !== undefined && obj !== null && obj.__pulumiType === token;
const pick = (keys, args) => Object.fromEntries(keys.map((key) => [key, args?.[key]]));

/** A resource's properties: what was given, every secret marked. */
function properties(spec, args, opts) {
  if (opts?.id !== undefined || opts?.urn !== undefined) return pick([...spec.inputs, ...spec.outputs], args);
  for (const key of spec.required) {
    if (args?.[key] === undefined) throw new Error(\`Missing required property '\${key}'\`);
  }
  const given = pick(
    spec.inputs.filter((key) => args?.[key] !== undefined),
    args,
  );
  for (const key of spec.secrets) if (given[key] !== undefined) given[key] = pulumi.secret(given[key]);
  return given;
}

/**
 * Outputs of what was not given are asked of the engine when somebody reads them. The SDK makes some dozen promises for every
 * output at once, and of a virtual machine's hundred properties a program sets thirty and reads one.
 */
function late(cls) {
  for (const key of [...cls.spec.inputs, ...cls.spec.outputs]) {
    Object.defineProperty(cls.prototype, key, {
      get() {
        return pulumi.runtime
          .invokeOutput("pulumi:pulumi:getResource", { urn: this.urn })
          .apply(({ state }) => state[key]);
      },
      set(value) {
        Object.defineProperty(this, key, { value, writable: true, enumerable: true, configurable: true });
      },
    });
  }
}

const options = (secrets, opts) =>
  pulumi.mergeOptions(secrets.length ? { ...VERSION, additionalSecretOutputs: secrets } : VERSION, opts ?? {});

class Provider extends pulumi.ProviderResource {
  static isInstance(obj) {
    return isA(obj, "pulumi:providers:vsphere");
  }
  constructor(name, args, opts) {
    const strings = ${json(
      Object.entries(schema.provider.inputProperties)
        .filter(([, type]) => type.type === "string")
        .map(([key]) => key)
        .sort(),
    )};
    const others = ${json(
      Object.entries(schema.provider.inputProperties)
        .filter(([, type]) => type.type !== "string")
        .map(([key]) => key)
        .sort(),
    )};
    const given = pick(strings, args);
    // A provider's configuration travels as strings; what is no string goes as its JSON.
    for (const key of others) {
      if (args?.[key] !== undefined) given[key] = pulumi.output(args[key]).apply((value) => JSON.stringify(value));
    }
    if (given.password !== undefined) given.password = pulumi.secret(given.password);
    super("vsphere", name, given, options(${json(SECRETS.Provider)}, opts));
  }
}
exports.Provider = Provider;

${Object.entries(schema.resources).map(runtimeResource).join("\n")}
${Object.entries(schema.functions).map(runtimeFunction).join("")}
pulumi.runtime.registerResourcePackage("vsphere", {
  version: VERSION.version,
  constructProvider: (name, type, urn) => {
    if (type !== "pulumi:providers:vsphere") throw new Error(\`unknown provider type \${type}\`);
    return new Provider(name, {}, { urn });
  },
});
const classes = { ${Object.keys(schema.resources).map(nameOf).join(", ")} };
for (const cls of Object.values(classes)) {
  pulumi.runtime.registerResourceModule("vsphere", cls.__pulumiType.split(":")[1], {
    version: VERSION.version,
    construct: (name, type, urn) => {
      if (type !== cls.__pulumiType) throw new Error(\`unknown resource type \${type}\`);
      return new cls(name, undefined, { urn });
    },
  });
}
`;

const files = { "index.d.ts": declarations, "index.js": runtime };
for (const [name, text] of Object.entries(files)) {
  const path = join(here, name);
  const formatted = await format(text, { filepath: path, printWidth: 120 });
  if (!process.argv.includes("--check")) {
    writeFileSync(path, formatted);
  } else if (readFileSync(path, "utf8") !== formatted) {
    console.error(`sdks/vsphere/${name} is out of date: run node sdks/vsphere/generate.mjs`);
    process.exitCode = 1;
  }
}
