import { execFileSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { skeletonLayer } from "../../images/containers/files";
import { buildLayer, type Layer } from "../../images/containers/layer";
import { cached } from "../../images/containers/store";

let work: string;
beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), "dsaas-test-"));
});
afterEach(() => rm(work, { recursive: true, force: true }));

/** A layer whose files are made in the given order, at the given time, under the given umask. */
function layer(names: string[], time: number, umask: number): Layer {
  return {
    name: "test",
    inputs: "the same",
    owners: "root",
    stage: async (staged) => {
      const before = process.umask(umask);
      for (const name of names) {
        const path = join(staged, name);
        await writeFile(path, `content of ${name}`);
        await chmod(path, 0o644);
        await utimes(path, time, time);
      }
      process.umask(before);
    },
  };
}

test("two builds of the same files give the same digest, whenever and in whatever order they were written", async () => {
  const one = await buildLayer(layer(["a", "b", "c"], 1_000_000_000, 0o022), join(work, "one"));
  const two = await buildLayer(layer(["c", "a", "b"], 1_700_000_000, 0o077), join(work, "two"));
  expect(two.digest).toBe(one.digest);
  expect(two.size).toBe(one.size);
});

test("the digest is the tar's own, and every file is root's", async () => {
  const built = await buildLayer(await skeletonLayer(), work);
  const sum = execFileSync("sha256sum", [built.path]).toString().split(" ")[0];
  expect(built.digest).toBe(`sha256:${sum}`);
  expect(
    execFileSync("tar", ["--list", "--verbose", "--numeric-owner", "-f", built.path]).toString(),
  ).toMatchSnapshot();
});

test("no file keeps a set-user-id bit", async () => {
  const stage = async (staged: string): Promise<void> => {
    await writeFile(join(staged, "su"), "");
    await chmod(join(staged, "su"), 0o6755);
    await mkdir(join(staged, "tmp"));
    await chmod(join(staged, "tmp"), 0o1777);
  };
  const built = await buildLayer({ name: "bits", inputs: 1, owners: "root", stage }, work);
  const listing = execFileSync("tar", ["--list", "--verbose", "-f", built.path]).toString();
  expect(listing).toMatch(/^-rwxr-xr-x .*\.\/su$/m);
  expect(listing).toMatch(/^drwxrwxrwt .*\.\/tmp\/$/m);
});

test("a store folder is made once, and a failed one leaves nothing", async () => {
  let made = 0;
  const make = async (directory: string): Promise<void> => {
    made += 1;
    await writeFile(join(directory, "file"), String(made));
  };
  const [first, second] = await Promise.all([cached("x", { a: 1 }, make, work), cached("x", { a: 1 }, make, work)]);
  expect(second).toBe(first);
  expect(await cached("x", { a: 1 }, make, work)).toBe(first);
  expect(await readFile(join(first, "file"), "utf8")).toBe("1");
  expect(await cached("x", { a: 2 }, make, work)).not.toBe(first);
  const failing = cached("y", 1, () => Promise.reject(new Error("no disk")), work);
  await expect(failing).rejects.toThrow("no disk");
  expect((await readdir(work)).filter((name) => name.includes("y"))).toEqual([]);
});
