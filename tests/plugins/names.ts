import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import * as ts from "typescript";
import type { Resource } from "../../lab/plugins/common/resource";

/** Properties of a resource's class in an installed official SDK, as its declarations say. */
export function officialProperties(sdk: string, token: string): string[] {
  const name = token.split(":")[2] ?? "";
  const file = `${name.charAt(0).toLowerCase()}${name.slice(1)}.d.ts`;
  const path = resolve(__dirname, "../../node_modules", sdk, file);
  const source = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.ES2022, true);
  const names: string[] = [];
  source.forEachChild((node) => {
    if (!ts.isClassDeclaration(node) || node.name?.text !== name) return;
    for (const member of node.members) {
      if (!ts.isPropertyDeclaration(member) || member.type === undefined) continue;
      if (member.type.getText().startsWith("pulumi.Output<")) names.push(member.name.getText());
    }
  });
  if (names.length === 0) throw new Error(`${path} declares no class ${name}`);
  return names.sort();
}

/** Properties of a resource of ours. */
export const ownProperties = ({ replacing, updating = [], computed }: Resource): string[] =>
  [...replacing, ...updating, ...computed].sort();

/** The one resource with this name. */
export function find(resources: readonly Resource[], name: string): Resource {
  const found = resources.find(({ token }) => token.endsWith(`:${name}`));
  if (!found) throw new Error(`no resource ${name}`);
  return found;
}
