import { join } from "node:path";
import { filesLayer } from "../files";
import type { Layer } from "../layer";
import type { ImageConfig } from "../layout";
import { lockFile, pythonLayer, requirementsBeyond, sitePackages } from "../python";
import type { Recipe } from "../recipe";
import { gitLayer } from "./git";
import { handoverExtension } from "./labextension";
import { ownReference } from "./own";
import { pythonBaseLayer, pythonTree, user } from "./python-base";

const settings = join(import.meta.dirname, "..", "basic", "etc");

/** Tests that packages install beside their code. */
const withoutTests = `find "$1${sitePackages}" -depth -type d -name tests -exec rm -rf {} +`;

const languages = "cs da de en es fi fr it ja nb nl pl pt sv zh".split(" ");

const basicPackages = [
  withoutTests,
  // The hub's own pages, and a second copy of JupyterLab's.
  `rm -rf "$1/usr/local/share/jupyterhub/static" "$1${sitePackages}/jupyterlab/static"`,
  // Dates and numbers of languages that JupyterLab is not offered in here.
  `find "$1${sitePackages}/babel/locale-data" -name '*.dat' ! -regex '.*/\\(root\\|en_US\\|${languages.join("\\|")}\\)\\.dat' -delete`,
  // Only `jupyter lab build` needs JupyterLab's build folder, all but its package.json.
  `find "$1${sitePackages}/jupyterlab/staging" -type f ! -name package.json -delete`,
  `rm -f "$1${sitePackages}/jupyter_builder/yarn.js" "$1/usr/local/bin/jlpm"`,
  // The server itself never looks into a user's own packages: whatever a user installs, the server starts.
  `grep -lE '^#!/usr/bin/python3$' "$1"/usr/local/bin/jupyter* | xargs sed -i '1s|$| -s|'`,
];

async function basicLayers(store: string): Promise<Layer[]> {
  return [
    pythonBaseLayer(store),
    gitLayer(store),
    pythonLayer({ name: "basic", lock: await lockFile("basic"), base: pythonTree, store, customise: basicPackages }),
    await filesLayer("basic-settings", {
      "/usr/local/etc/jupyter/jupyter_server_config.json": {
        copy: join(settings, "jupyter_server_config.json"),
        mode: 0o644,
      },
      "/usr/local/etc/jupyter/labconfig/page_config.json": { copy: join(settings, "page_config.json"), mode: 0o644 },
      "/etc/profile.d/own-programs.sh": { copy: join(settings, "own-programs.sh"), mode: 0o644 },
      ...(await handoverExtension()),
    }),
  ];
}

const config: ImageConfig = {
  entrypoint: ["tini", "-g", "--"],
  cmd: ["jupyterhub-singleuser"],
  user: `${user.uid}:${user.gid}`,
  workingDir: user.home,
  env: {
    // A user's own programs come last: none of them can stand in the way of the server's.
    PATH: `/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:${user.home}/.local/bin`,
    HOME: user.home,
    SHELL: "/bin/bash",
    LANG: "C.UTF-8",
    NB_USER: user.name,
    NB_UID: String(user.uid),
    NB_GID: String(user.gid),
  },
  exposedPorts: ["8888/tcp"],
};

/** What users work in. Both hold the same layers up to JupyterLab, so a machine keeps them once. */
export const singleUserImages: Recipe[] = [
  {
    name: "basic",
    reference: ownReference("basic"),
    preload: false,
    layers: async ({ store }) => basicLayers(store),
    config,
  },
  {
    name: "data-science",
    reference: ownReference("data-science"),
    preload: false,
    layers: async ({ store }) => {
      const lock = requirementsBeyond(await lockFile("data-science"), await lockFile("basic"));
      const customise = [withoutTests];
      return [
        ...(await basicLayers(store)),
        pythonLayer({ name: "data-science", lock, base: pythonTree, store, customise }),
      ];
    },
    config,
  },
];
