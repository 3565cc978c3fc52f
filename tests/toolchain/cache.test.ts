import { mkdir, mkdtemp, readFile, readdir, readlink, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Cache, isAbandoned, temporaryName } from "../../lab/toolchain/cache";

let cache: Cache;
beforeEach(async () => {
  cache = new Cache(await mkdtemp(join(tmpdir(), "cache-")));
  await cache.open();
});
afterEach(() => rm(cache.root, { recursive: true }));

const hash = "0123456789abcdef";
const make =
  (text: string) =>
  (folder: string): Promise<void> =>
    writeFile(join(folder, "tool"), text);

test("an artefact is made once and found again", async () => {
  expect(await cache.find("tool", hash)).toBeUndefined();
  const folder = await cache.add("tool", hash, make("first"));
  expect(folder).toBe(join(cache.store, `tool-${hash}`));
  expect(await cache.find("tool", hash)).toBe(folder);
});

test("a failed or interrupted making leaves nothing that looks whole", async () => {
  const failing = async (folder: string): Promise<void> => {
    await make("half")(folder);
    throw new Error("no space left on device");
  };
  await expect(cache.add("tool", hash, failing)).rejects.toThrow("no space left");
  expect(await cache.find("tool", hash)).toBeUndefined();
  expect(await readdir(cache.store)).toEqual([]);
});

test("what a killed process left half made is removed, and making begins anew", async () => {
  // No process has this number: Linux counts to 4,194,304 at most.
  const left = join(cache.store, `.tmp-4194305-abcd-tool-${hash}`);
  await mkdir(left);
  await make("half")(left);
  await cache.open();
  expect(await readdir(cache.store)).toEqual([]);
  const folder = await cache.add("tool", hash, make("whole"));
  expect(await readFile(join(folder, "tool"), "utf8")).toBe("whole");
});

test("what a living process is making stays", async () => {
  const own = temporaryName("tool");
  await mkdir(join(cache.store, own));
  await cache.open();
  expect(await readdir(cache.store)).toEqual([own]);
  expect(isAbandoned(own, () => true)).toBe(false);
  expect(isAbandoned(own, () => false)).toBe(true);
  expect(isAbandoned(`tool-${hash}`, () => false)).toBe(false);
});

test("of two processes that make the same, the first one's artefact stays", async () => {
  const folder = await cache.add("tool", hash, async (slow) => {
    await cache.add("tool", hash, make("faster"));
    await make("slower")(slow);
  });
  expect(await readFile(join(folder, "tool"), "utf8")).toBe("faster");
  expect(await readdir(cache.store)).toEqual([`tool-${hash}`]);
});

test("a link is replaced, and can be moved with the cache", async () => {
  const folder = await cache.add("tool", hash, make("one"));
  await cache.link("bin/tool", join(folder, "tool"));
  expect(await readlink(join(cache.bin, "tool"))).toBe(join("..", "store", `tool-${hash}`, "tool"));
  await cache.link("bin/tool", "/usr/bin/env");
  await cache.link("bin/tool", "/usr/bin/env");
  expect(await readlink(join(cache.bin, "tool"))).toBe("/usr/bin/env");
  await cache.link("a/b/tool", join(folder, "tool"));
  expect(await readFile(join(cache.root, "a", "b", "tool"), "utf8")).toBe("one");
});

test("artefacts that nobody asked for in two weeks go, others' stay", async () => {
  const [old, others, used] = ["tool", "image", "other-tool"].map((name) => join(cache.store, `${name}-${hash}`));
  const longAgo = new Date(Date.now() - 15 * 86_400_000);
  for (const folder of [old, others, used] as string[]) {
    await mkdir(folder);
    await utimes(folder, longAgo, longAgo);
  }
  await cache.find("other-tool", hash);
  await cache.prune(["tool", "other-tool"]);
  expect((await readdir(cache.store)).sort()).toEqual([`image-${hash}`, `other-tool-${hash}`]);
});
