import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as ts from "typescript";

/** `module/Name` of resources and `module/getName` of functions. */
export interface Tokens {
  resources: readonly string[];
  functions: readonly string[];
}

/** A property's type. A list of at most one item that the package shows as the item itself is an object. */
export type Shape =
  "string" | "number" | "boolean" | "any" | { list: Shape } | { map: Shape } | { object: Record<string, Shape> };

export type Names = Record<string, Shape>;

/** What a package calls its resources, functions and their properties, by Pulumi's tokens. */
export interface Official {
  /** The package's version, without a leading `v`. */
  version: string;
  /** Arguments of the provider. */
  provider: Names;
  /** `inputs`: those of the properties that a program sets; `secrets`: those that the package asks to be kept secret. */
  resources: Record<string, { properties: Names; inputs: string[]; secrets: string[] }>;
  functions: Record<string, { outputs: Names; inputs: string[] }>;
}

const folder = dirname(require.resolve("@pulumi/openstack/package.json"));

/** Reads the installed @pulumi/openstack. @throws Error naming the declaration that is missing or not understood */
export function officialNames({ resources, functions }: Tokens): Official {
  const types = { inputs: namespaces("input"), outputs: namespaces("output") };
  const members = (file: string, name: string): Names => namesOf(declaration(parse(file), name), types);
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string };
  return {
    version: version.replace(/^v/, ""),
    provider: members("provider", "ProviderArgs"),
    resources: Object.fromEntries(
      resources.map((path) => {
        const [module = "", name = ""] = path.split("/");
        const file = `${module}/${lowerFirst(name)}`;
        const code = readFileSync(join(folder, `${file}.js`), "utf8");
        const inputs = Object.keys(members(file, `${name}Args`));
        return [tokenIn(code), { properties: members(file, name), inputs, secrets: secretsIn(code) }];
      }),
    ),
    functions: Object.fromEntries(
      functions.map((path) => {
        const name = path.split("/")[1] ?? "";
        const upper = name.charAt(0).toUpperCase() + name.slice(1);
        const token = tokenIn(readFileSync(join(folder, `${path}.js`), "utf8"));
        const inputs = Object.keys(members(path, `${upper}Args`));
        return [token, { outputs: members(path, `${upper}Result`), inputs }];
      }),
    ),
  };
}

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

const tokenIn = (code: string): string => {
  const token = /["'](openstack:\w+\/\w+:\w+)["']/.exec(code)?.[1];
  if (token === undefined) throw new Error("@pulumi/openstack: a module without a token");
  return token;
};

const secretsIn = (code: string): string[] =>
  JSON.parse(/additionalSecretOutputs: (\[[^\]]*\])/.exec(code)?.[1] ?? "[]") as string[];

type Declaration = ts.InterfaceDeclaration | ts.ClassDeclaration;
type Types = Record<"inputs" | "outputs", Map<string, Declaration>>;

function parse(file: string): ts.SourceFile {
  const path = join(folder, `${file}.d.ts`);
  return ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.ES2022, true);
}

const isDeclaration = (node: ts.Node): node is Declaration =>
  ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node);

function declaration(source: ts.SourceFile, name: string): Declaration {
  const found = source.statements.filter(isDeclaration).find((node) => node.name?.text === name);
  if (!found) throw new Error(`@pulumi/openstack: ${source.fileName} declares no ${name}`);
  return found;
}

/** The interfaces of nested properties, as `module.Name`. */
function namespaces(side: "input" | "output"): Map<string, Declaration> {
  const found = new Map<string, Declaration>();
  for (const module of parse(`types/${side}`).statements.filter(ts.isModuleDeclaration)) {
    if (!module.body || !ts.isModuleBlock(module.body)) continue;
    for (const node of module.body.statements.filter(isDeclaration))
      if (node.name) found.set(`${module.name.text}.${node.name.text}`, node);
  }
  return found;
}

function namesOf(node: Declaration, types: Types): Names {
  const names: Names = {};
  for (const member of node.members) {
    if ((ts.isPropertySignature(member) || ts.isPropertyDeclaration(member)) && member.type)
      names[member.name.getText()] = shapeOf(member.type, types);
  }
  return names;
}

function shapeOf(type: ts.TypeNode, types: Types): Shape {
  if (ts.isUnionTypeNode(type)) {
    const [one, ...others] = type.types.filter(({ kind }) => kind !== ts.SyntaxKind.UndefinedKeyword);
    if (one && others.length === 0) return shapeOf(one, types);
  }
  if (ts.isArrayTypeNode(type)) return { list: shapeOf(type.elementType, types) };
  if (ts.isTypeLiteralNode(type)) {
    const [index] = type.members.filter(ts.isIndexSignatureDeclaration);
    if (index) return { map: shapeOf(index.type, types) };
  }
  if (ts.isTypeReferenceNode(type)) {
    const [argument] = type.typeArguments ?? [];
    if (argument) return shapeOf(argument, types); // Input<…> or Output<…>
    const [, side, name] = /^(inputs|outputs)\.(.+)$/.exec(type.typeName.getText()) ?? [];
    const nested = name !== undefined && types[side as keyof Types].get(name);
    if (nested) return { object: namesOf(nested, types) };
  }
  const text = type.getText();
  if (text === "string" || text === "number" || text === "boolean" || text === "any") return text;
  throw new Error(`@pulumi/openstack: a type that is not understood: ${text}`);
}
