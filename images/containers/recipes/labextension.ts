import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { FileSource } from "../files";
import { digestOf } from "../store";

const source = join(import.meta.dirname, "..", "basic", "labextension");

/**
 * Files of the JupyterLab extension that tells when the service is renewed, by their path in the image.
 *
 * Its script's name changes with its content: every file of an image has the same old date, so browsers would take a new
 * script for one that they know.
 */
export async function handoverExtension(): Promise<Record<string, FileSource>> {
  const script = await readFile(join(source, "handover.js"), "utf8");
  const description = JSON.parse(await readFile(join(source, "package.json"), "utf8")) as Description;
  const load = `static/handover.${digestOf(script).slice(0, 16)}.js`;
  const _build = { ...description.jupyterlab._build, load };
  const named = { ...description, jupyterlab: { ...description.jupyterlab, _build } };
  const folder = `/usr/local/share/jupyter/labextensions/${description.name}`;
  return {
    [`${folder}/package.json`]: { text: `${JSON.stringify(named, undefined, 2)}\n` },
    [`${folder}/${load}`]: { text: script },
  };
}

/** What JupyterLab reads of an extension's package.json, and more. */
interface Description {
  name: string;
  jupyterlab: { _build: { load: string; extension: string } };
}
