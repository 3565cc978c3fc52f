import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { debianTree, type DebianTree } from "./debian";
import { move, type Layer } from "./layer";
import { run } from "./run";
import { cached } from "./store";

/** Where Debian's Python looks for what an administrator installed. */
export const sitePackages = "/usr/local/lib/python3.11/dist-packages";

/** Packages from PyPI as a layer on top of a Debian tree that has Python. */
export interface PythonPackages {
  name: string;
  /** Text of a lock file: `name==version --hash=…` for every package, transitive ones too. */
  lock: string;
  base: DebianTree;
  store: string;
  /** Shell lines run on the installed files with `$1` the layer's root. */
  customise: string[];
}

/** What no server and no user needs of an installed package, for every image. */
const trim = [
  // Type stubs, C headers and sources of packages, source maps of pages.
  `find "$1${sitePackages}" -type f ( -name '*.pyi' -o -name '*.pxd' -o -name '*.pyx' -o -name '*.c' -o -name '*.cpp' -o -name '*.h' -o -name '*.hpp' ) -delete`,
  `find "$1/usr/local" -type f ( -name '*.js.map' -o -name '*.css.map' ) -delete`,
  // What pip notes of its own run: nothing reads it, and the times in it differ.
  `find "$1${sitePackages}" -name direct_url.json -delete`,
  `rm -rf "$1/usr/local/share/man" "$1/usr/local/share/doc"`,
  // Debugging sections, which some wheels ship; libraries that a wheel bundles are left as they are.
  `find "$1${sitePackages}" -name '*.so' ! -path '*.libs/*' -exec strip --strip-debug {} +`,
].map((line) => line.replaceAll("( ", "\\( ").replaceAll(" )", " \\)"));

/** Compiled with hashes that are never checked, so that neither a file's time nor its source is looked at on import. */
export function compileCommand(folder: string, prefix = ""): string[] {
  const flags = ["-q", "--invalidation-mode", "unchecked-hash"];
  return ["python3", "-m", "compileall", ...flags, ...(prefix === "" ? [] : ["-s", prefix]), `${prefix}${folder}`];
}

const env = { PYTHONHASHSEED: "0", PYTHONDONTWRITEBYTECODE: "1", LC_ALL: "C.UTF-8" };

/**
 * Requirements of a lock that another lock does not already bring.
 *
 * @throws Error if both name a package in different versions
 */
export function requirementsBeyond(lock: string, below: string): string {
  const present = new Map(requirements(below).map(({ name, version }) => [name, version]));
  const kept = requirements(lock).filter(({ name, version }) => {
    const other = present.get(name);
    if (other !== undefined && other !== version)
      throw new Error(`${name}==${version}: the layer below has ${other}; make the lock files again`);
    return other === undefined;
  });
  return `${kept.map(({ text }) => text).join("\n")}\n`;
}

/** The requirements of a lock file, each with its hashes. */
export function requirements(lock: string): { name: string; version: string; text: string }[] {
  return lock
    .replaceAll(/^\s*#.*$/gm, "")
    .replaceAll(/\\\n/g, " ")
    .split("\n")
    .map((line) => line.trim().replaceAll(/\s+/g, " "))
    .filter(Boolean)
    .map((text) => {
      const match = /^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)/.exec(text);
      if (!match?.[1] || !match[2])
        throw new Error(`requirement "${text}": must be name==version; make the lock again`);
      return { name: match[1].toLowerCase(), version: match[2], text };
    });
}

/** The wheels of a lock file: nothing is compiled here, and each is checked against its hash. */
async function wheels(name: string, lock: string, store: string): Promise<string> {
  return cached(
    `wheels-${name}`,
    requirements(lock).map(({ text }) => text),
    async (directory) => {
      await writeFile(join(directory, "requirements.txt"), lock);
      const only = ["--only-binary=:all:", "--no-deps", "--require-hashes", "--python-version=3.11"];
      const where = ["-d", directory, "-r", join(directory, "requirements.txt")];
      const [program = "", ...args] = await pip(directory);
      await run(program, [...args, "download", "--quiet", ...only, ...where]);
      await rm(join(directory, "venv"), { recursive: true, force: true });
    },
    store,
  );
}

/** This machine's pip, or one in a virtual environment below the folder. */
async function pip(directory: string): Promise<string[]> {
  const installed = await run("python3", ["-m", "pip", "--version"]).catch(() => undefined);
  if (installed !== undefined) return ["python3", "-m", "pip"];
  await run("python3", ["-m", "venv", join(directory, "venv")]);
  return [join(directory, "venv/bin/pip")];
}

/** Packages installed for everyone, below /usr/local, by the image's own Python and pip. */
export function pythonLayer(packages: PythonPackages): Layer {
  const { name, lock, base, store, customise } = packages;
  return {
    name: `python-${name}`,
    inputs: [lock, base, trim, customise],
    owners: "root",
    stage: async (staged) => {
      const downloaded = await wheels(name, lock, store);
      const root = await mkdtemp(join(tmpdir(), "dsaas-python-"));
      try {
        await run("cp", ["--archive", `${await debianTree(base, store)}/.`, root]);
        await mkdir(join(root, "wheels"));
        for (const file of await readdir(downloaded))
          await copyFile(join(downloaded, file), join(root, "wheels", file));
        await install(root);
        for (const line of [...trim, ...customise]) await run("sh", ["-ec", line, "sh", join(root, "out")]);
        await run("chroot", [root, ...compileCommand(sitePackages, "/out")], { env });
        for (const entry of await readdir(join(root, "out"))) await move(join(root, "out", entry), join(staged, entry));
      } finally {
        await rm(root, { recursive: true, force: true });
      }
    },
  };
}

/** Runs pip inside the tree; Debian keeps a pip there for new virtual environments. */
async function install(root: string): Promise<void> {
  const bundled = "/usr/share/python-wheels";
  const pip = (await readdir(join(root, bundled))).find((file) => file.startsWith("pip-"));
  if (pip === undefined) throw new Error(`${bundled}: has no pip; add python3-venv to the tree's packages`);
  const flags = ["--quiet", "--no-index", "--find-links=/wheels", "--no-deps", "--no-compile", "--ignore-installed"];
  const more = ["--no-cache-dir", "--no-warn-script-location", "--root-user-action=ignore", "--root=/out"];
  const command = [
    "python3",
    join(bundled, pip, "pip"),
    "install",
    ...flags,
    ...more,
    "-r",
    "/wheels/requirements.txt",
  ];
  await run("chroot", [root, ...command], { env: { ...env, PIP_CONFIG_FILE: "/dev/null", PIP_FIND_LINKS: "" } });
}

/** Text of a lock file beside the recipes. */
export async function lockFile(name: string): Promise<string> {
  return readFile(join(import.meta.dirname, name, "requirements.txt"), "utf8");
}
