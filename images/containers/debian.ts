import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { epoch } from "./layer";
import { run } from "./run";
import { cached } from "./store";

/** A Debian tree: packages of bookworm from the sources that this machine itself uses. */
export interface DebianTree {
  /** Part of the store folder's name. */
  name: string;
  /** `extract`: files only, nothing is configured; to take single programs from. `essential`: a system that runs. */
  variant: "extract" | "essential";
  packages: string[];
  /** Shell lines run on the finished tree with `$1` its root; they must be all that decides what stays. */
  customise: string[];
}

/** Documentation and translations are never unpacked; licences are kept. */
const pathRules = [
  "path-exclude=/usr/share/man/*",
  "path-exclude=/usr/share/info/*",
  "path-exclude=/usr/share/locale/*",
  "path-exclude=/usr/share/doc/*",
  "path-include=/usr/share/doc/*/copyright",
];

const suite = "bookworm";

/**
 * Makes a Debian tree with mmdebstrap, or takes the one that the store has for the same list.
 *
 * @returns folder of the tree
 * @throws Error if not root: owners and device nodes could not be set
 */
export async function debianTree(tree: DebianTree, store?: string): Promise<string> {
  const make = async (target: string): Promise<void> => {
    if (process.getuid?.() !== 0) throw new Error(`debian-${tree.name}: needs root; run it as root`);
    const sources = await aptSources();
    const work = await mkdtemp(join(tmpdir(), "dsaas-debian-"));
    try {
      await writeFile(join(work, "packages.sources"), sources);
      const root = join(target, "root");
      const args = [
        "--quiet",
        "--mode=root",
        `--variant=${tree.variant}`,
        `--include=${tree.packages.join(",")}`,
        ...pathRules.map((rule) => `--dpkgopt=${rule}`),
        ...tree.customise.map((line) => `--customize-hook=${line}`),
        suite,
        root,
        join(work, "packages.sources"),
      ];
      await run("mmdebstrap", args, { env: { SOURCE_DATE_EPOCH: String(epoch) } });
      await chmod(root, 0o755);
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  };
  const directory = await cached(`debian-${tree.name}`, [suite, pathRules, tree], make, store);
  return join(directory, "root");
}

/** Debian's own entries among this machine's apt sources, in deb822 form. */
async function aptSources(): Promise<string> {
  const folder = "/etc/apt/sources.list.d";
  const names = (await readdir(folder)).filter((name) => name.endsWith(".sources")).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
  const debian = texts.flatMap((text) => text.split(/\n\s*\n/)).filter((stanza) => debianStanza(stanza));
  if (debian.length > 0) return `${debian.map((stanza) => stanza.trim()).join("\n\n")}\n`;
  const list = await readFile("/etc/apt/sources.list", "utf8").catch(() => "");
  const lines = list.split("\n").filter((line) => line.startsWith("deb ") && line.includes(suite));
  if (lines.length > 0) return `${lines.join("\n")}\n`;
  throw new Error(`apt sources: none for ${suite} in ${folder} or /etc/apt/sources.list; add Debian's own`);
}

/** Whether a deb822 stanza is one of this suite's. */
export function debianStanza(stanza: string): boolean {
  return new RegExp(`^Suites:.*\\b${suite}\\b`, "m").test(stanza) && !/^Enabled:\s*no/m.test(stanza);
}
