import { lockFile, pythonLayer } from "../python";
import type { Recipe } from "../recipe";
import { ownReference } from "./own";
import { expandBraces, pythonBaseLayer, pythonTree, user } from "./python-base";

const components = "/usr/local/share/jupyterhub/static/components";

/** Sources from which the pages' files were made; the pages ask for none of them. */
const pageSources = [
  "@fortawesome/fontawesome-free/{js,js-packages,less,metadata,otfs,scss,sprites,sprites-full,svgs,svgs-full}",
  "bootstrap/{js,scss}",
  "jquery/{dist-module,src}",
  "moment/{dist,src}",
  "requirejs/bin",
].map((path) => `rm -rf ${expandBraces(`"$1"${components}/${path}`)}`);

/** JupyterHub with its spawner, log-in methods and idle culler; the stack mounts its configuration. */
export const hubImage: Recipe = {
  name: "hub",
  reference: ownReference("hub"),
  preload: false,
  layers: async ({ store }) => [
    pythonBaseLayer(store),
    pythonLayer({ name: "hub", lock: await lockFile("hub"), base: pythonTree, store, customise: pageSources }),
  ],
  config: {
    entrypoint: ["tini", "--"],
    cmd: ["jupyterhub", "--config", "/usr/local/etc/jupyterhub/jupyterhub_config.py"],
    user: `${user.uid}:${user.gid}`,
    workingDir: user.home,
    env: { HOME: user.home, LANG: "C.UTF-8", PYTHONUNBUFFERED: "1", PYTHONNOUSERSITE: "1" },
    exposedPorts: ["8081/tcp"],
  },
};
