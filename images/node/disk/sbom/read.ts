import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../../../containers/run";
import { digestOfFile } from "../../../containers/store";
import type { Contents } from "./cyclonedx";
import { installedPackages } from "./dpkg";
import { goPrograms } from "./go";

/** Folders of a root file system in which programs lie. */
const places = ["usr", "opt", "var/lib/containerd"];

/** Reads from a root file system which packages and Go programs it has. */
export async function readContents(root: string): Promise<Pick<Contents, "packages" | "programs">> {
  const status = await readFile(join(root, "var/lib/dpkg/status"), "utf8");
  const printed = await run("go", ["version", "-m", ...places.map((place) => join(root, place))]);
  const programs = await Promise.all(
    goPrograms(printed).map(async (program) => ({
      ...program,
      file: program.file.slice(root.length),
      sha256: await digestOfFile(program.file),
    })),
  );
  return { packages: installedPackages(status), programs: programs.sort((a, b) => (a.file < b.file ? -1 : 1)) };
}
