import { readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "..", "..");

export const page = (name: string): string => readFileSync(join(root, "docs", `${name}.md`), "utf8");

/** The cells of the table whose header begins with these, without the header; the text of a cell as it is written. */
export function tableOf(text: string, ...header: string[]): string[][] {
  const lines = text.split("\n").map((line) =>
    line.startsWith("|")
      ? line
          .slice(1, line.lastIndexOf("|"))
          .split("|")
          .map((cell) => cell.trim())
      : undefined,
  );
  const at = lines.findIndex((cells) => header.every((name, i) => cells?.[i] === name));
  if (at < 0) throw new Error(`no table begins with ${header.join(" | ")}`);
  const rows: string[][] = [];
  for (const cells of lines.slice(at + 2)) {
    if (cells === undefined) break;
    rows.push(cells);
  }
  return rows;
}

/** Every text in backquotes. */
export const quoted = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, inner = ""]) => inner);

/** The texts of its fenced blocks of this language. */
export const blocks = (text: string, language: string): string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm"))].map(([, inner = ""]) => inner);
