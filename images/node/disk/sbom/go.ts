/** One module that a program is built of. */
export interface GoModule {
  path: string;
  /** `(devel)` for one that was built from its own folder. */
  version: string;
}

/** A Go program as `go version -m` shows it. */
export interface GoProgram {
  file: string;
  /** Go's release, `go1.26.8`. */
  go: string;
  /** The package that was built. */
  path: string;
  /** The module of that package; programs built without modules have none. */
  main?: GoModule;
  modules: GoModule[];
}

/**
 * What `go version -m FOLDER…` prints. A replaced module counts as what it was replaced with.
 *
 * @throws Error for a line that is neither a file's nor one of its lines that Go documents (runtime/debug.BuildInfo)
 */
export function goPrograms(printed: string): GoProgram[] {
  const programs: GoProgram[] = [];
  for (const line of printed.split("\n").filter((text) => text.trim() !== "")) {
    if (!line.startsWith("\t")) {
      const [, file, go] = /^(.*): (\S+)$/.exec(line) ?? [];
      if (file === undefined || go === undefined) throw new Error(`go version -m: "${line}" names no file`);
      programs.push({ file, go, path: "", modules: [] });
      continue;
    }
    const program = programs.at(-1);
    if (program) addLine(program, line.trim().split("\t"));
  }
  return programs;
}

function addLine(program: GoProgram, [key = "", path = "", version = ""]: string[]): void {
  switch (key) {
    case "path":
      program.path = path;
      return;
    case "mod":
      program.main = { path, version };
      return;
    case "dep":
      program.modules.push({ path, version });
      return;
    case "=>":
      program.modules.splice(-1, 1, { path, version });
      return;
    case "build":
      return;
    default:
      throw new Error(`go version -m: "${key}" is unknown`);
  }
}
