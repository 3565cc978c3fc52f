import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** File name → text. */
export type Files = Record<string, string>;

/** Text of all files of a folder beside this one whose names end so, sorted by name. */
function load(folder: string, endings: readonly string[]): Files {
  const directory = join(__dirname, folder);
  const names = readdirSync(directory).filter((name) => endings.some((ending) => name.endsWith(ending)));
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(directory, name), "utf8")]));
}

/** Python that runs in the hub. */
export const pythonFiles = (): Files => load("python", [".py"]);

/** The hub's pages. */
export const templateFiles = (): Files => load("templates", [".html", ".css"]);
