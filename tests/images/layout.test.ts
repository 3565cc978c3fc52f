import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mergeLayouts } from "../../images/containers/archive";
import { blobPath, imageConfig, writeLayout, type Descriptor } from "../../images/containers/layout";

let work: string;
beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), "dsaas-test-"));
});
afterEach(() => rm(work, { recursive: true, force: true }));

async function layer(content: string): Promise<{ digest: string; size: number; path: string }> {
  const path = join(work, `${content}.tar`);
  await writeFile(path, content);
  return { digest: `sha256:${createHash("sha256").update(content).digest("hex")}`, size: content.length, path };
}

async function layout(name: string, contents: string[]): Promise<{ layout: string; digest: string }> {
  const directory = join(work, name);
  await mkdir(directory);
  const layers = await Promise.all(contents.map(layer));
  const digest = await writeLayout(directory, `example.org/${name}:1`, layers, { entrypoint: [`/${name}`] });
  return { layout: directory, digest };
}

const read = async <T>(path: string): Promise<T> => JSON.parse(await readFile(path, "utf8")) as T;

test("an image's config", () => {
  const config = {
    entrypoint: ["tini", "--"],
    cmd: ["serve"],
    user: "1000:100",
    env: { LANG: "C.UTF-8" },
    exposedPorts: ["80/tcp"],
  };
  expect(imageConfig(config, [{ digest: "sha256:aa" }, { digest: "sha256:bb" }])).toMatchSnapshot();
});

test("every blob of a layout has the digest and size that point to it", async () => {
  const image = await layout("one", ["lower", "upper"]);
  const index = await read<{ manifests: Descriptor[] }>(join(image.layout, "index.json"));
  expect(index.manifests).toHaveLength(1);
  expect(index.manifests[0]?.digest).toBe(image.digest);
  expect(index.manifests[0]?.annotations?.["io.containerd.image.name"]).toBe("example.org/one:1");
  const manifest = await read<{ config: Descriptor; layers: Descriptor[] }>(blobPath(image.layout, image.digest));
  for (const { digest, size } of [...index.manifests, manifest.config, ...manifest.layers]) {
    const bytes = await readFile(blobPath(image.layout, digest));
    expect(`sha256:${createHash("sha256").update(bytes).digest("hex")}`).toBe(digest);
    expect(bytes).toHaveLength(size);
  }
});

test("an archive of several images holds a shared layer once", async () => {
  const images = [await layout("one", ["shared", "a"]), await layout("two", ["shared", "b"])];
  const target = join(work, "archive");
  await mergeLayouts(images, target);
  const index = await read<{ manifests: Descriptor[] }>(join(target, "index.json"));
  expect(index.manifests.map(({ digest }) => digest)).toEqual(images.map(({ digest }) => digest));
  // Two manifests, two configs, three layers.
  expect(await readdir(join(target, "blobs", "sha256"))).toHaveLength(7);
});
