import { createHash } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

/** What an artefact is made of. */
export interface Inputs {
  /** Everything that is not a file: versions, flags, environment. Any JSON value; the order of keys does not matter. */
  values: unknown;
  /** Folders and files whose content counts, by the name they count under. */
  files: Readonly<Record<string, string>>;
}

/** 16 hexadecimal digits that change whenever an input does. Test files, hidden files and node_modules do not count. */
export async function hashInputs({ values, files }: Inputs): Promise<string> {
  const hash = createHash("sha256").update(canonical(values));
  for (const name of Object.keys(files).sort()) {
    for (const [path, content] of await contents(name, files[name] as string)) {
      hash.update(`\0${path}\0${content.length}\0`).update(content);
    }
  }
  return hash.digest("hex").slice(0, 16);
}

/** Pairs of path and content, sorted by path. A missing file or folder has none. */
async function contents(name: string, location: string): Promise<[string, Buffer][]> {
  try {
    return [[name, await readFile(location)]];
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT") return [];
    if (code !== "EISDIR") throw error;
  }
  const entries = await readdir(location, { withFileTypes: true });
  const counted = entries.filter((entry) => counts(entry.name)).sort((a, b) => (a.name < b.name ? -1 : 1));
  const nested = await Promise.all(
    counted.map((entry) => contents(`${name}/${entry.name}`, join(location, entry.name))),
  );
  return nested.flat();
}

const counts = (name: string): boolean =>
  !name.startsWith(".") && name !== "node_modules" && !/(_test\.go|\.test\.ts)$/.test(name);

/** JSON with sorted keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
