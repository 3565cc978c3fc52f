import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { stageClosure, stageFile, filesBelow } from "../closure";
import { debianTree } from "../debian";
import type { Layer } from "../layer";
import { exists } from "../store";
import { toolsTree } from "./netfilter";
import { pythonTree } from "./python-base";

const core = "/usr/lib/git-core";
const programs = ["/usr/bin/git", `${core}/git-remote-http`, `${core}/git-sh-i18n--envsubst`];
const helpers = ["git-remote-https", "git-sh-setup", "git-sh-i18n", "git-submodule", "git-bisect", "git-merge-octopus"];

/** git with its https transport and without Perl, which only a few of its commands need. */
export function gitLayer(store: string): Layer {
  return {
    name: "git",
    inputs: [toolsTree, pythonTree, programs, helpers],
    owners: "root",
    stage: async (staged) => {
      const tree = await debianTree(toolsTree, store);
      const base = await debianTree(pythonTree, store);
      const below = (path: string): Promise<boolean> => exists(join(base, path));
      await stageClosure(tree, programs, staged, below);
      for (const name of helpers) await stageFile(tree, `${core}/${name}`, staged, below);
      for (const path of await filesBelow(tree, "/usr/share/git-core")) await stageFile(tree, path, staged, below);
      await symlink("../../bin/git", join(staged, core, "git"));
    },
  };
}
