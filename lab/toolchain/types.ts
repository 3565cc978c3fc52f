/** What the toolchain's table says of one tool, and what comes of getting it. */

/** The tool as the machine's owner may have installed it. Taken only when every program is there and the version is the pinned one. */
export interface PathCheck {
  /** Programs that must lie in one folder of PATH; the first is asked for its version. */
  programs: readonly [string, ...string[]];
  /** Arguments that make the first program print its version. */
  args: readonly string[];
  /** Finds the version, without a leading `v`, as its first group in what the program prints. */
  version: RegExp;
  /** Programs that also run inside images must need no shared library of the host. Default false. */
  static?: boolean;
}

/** A file from the project's own download site. Placeholders: `{version}` (without `v`), `{arch}` (amd64, arm64), `{uname}` (x86_64, arm64), `{node}` (x64, arm64). */
export interface Download {
  url: string;
  /** The project's published list of SHA-256 sums, or the sum alone; read before the file. Same placeholders. */
  checksums: string;
  /** Files taken from the archive: path in the archive → path in the artefact. */
  files: Readonly<Record<string, string>>;
}

/** Built with `go build` from a module of this repository, whose go.mod and go.sum pin everything. */
export interface GoBuild {
  kind: "go";
  /** The module's folder, relative to the checkout. */
  module: string;
  /** Folders of other modules of this repository that go.mod replaces by relative paths, relative to the checkout. */
  shared?: readonly string[];
  /** Import paths, or `.`. */
  packages: readonly string[];
  /** Import paths of what has tests; default `.`. */
  tests?: readonly string[];
  /** Name of the binary; default: each package's own name. */
  output?: string;
  /** Added to `-s -w`. */
  ldflags?: string;
  /** Folder in the module whose files replace those of a pinned module while building, by that module's path. */
  patches?: Readonly<Record<string, string>>;
  /** Files that upstream's module carries beside the program, as [module path, path in it]; their names are kept. */
  extras?: readonly (readonly [module: string, path: string])[];
}

/** A provider plugin in TypeScript: one file made by esbuild, and a launcher. */
export interface BundleBuild {
  kind: "bundle";
  /** Entry file, relative to the checkout. */
  entry: string;
  /** Name of the launcher. */
  output: string;
  /** Folders whose files the bundle is made of, relative to the checkout. */
  sources: readonly string[];
}

/** One step of making a tool from sources. */
export type Build = GoBuild | BundleBuild;

export interface Tool {
  name: string;
  /** Pinned version without a leading `v`; `0` for programs that are part of this repository. */
  version: string;
  /** One phrase for people: what it is there for. */
  purpose: string;
  /** Path in the cache (`bin/etcd`) → path in the artefact (`.` is the whole folder). */
  links: Readonly<Record<string, string>>;
  onPath?: PathCheck;
  download?: Download;
  /** How it is made when it can be had in no other way; all steps fill one folder. */
  builds: readonly [Build, ...Build[]];
}

/** How a tool was had. */
export type Way = "path" | "cached" | "download" | "built";

/** A tool that is there, with its links in place. */
export interface Obtained {
  tool: Tool;
  way: Way;
  /** Folder that the links point into. */
  folder: string;
  seconds: number;
}

/** Takes one short line of progress; may be called often. */
export type Report = (line: string) => void;
