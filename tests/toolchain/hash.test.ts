import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { hashInputs } from "../../lab/toolchain/hash";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hash-"));
  await mkdir(join(folder, "nested"));
  await writeFile(join(folder, "go.mod"), "module example\n");
  await writeFile(join(folder, "nested", "main.go"), "package main\n");
});
afterEach(() => rm(folder, { recursive: true }));

const hash = (values: unknown = {}): Promise<string> => hashInputs({ values, files: { module: folder } });

test("the same inputs give the same sixteen digits", async () => {
  expect(await hash()).toMatch(/^[0-9a-f]{16}$/);
  expect(await hash({ a: 1, b: 2 })).toBe(await hash({ b: 2, a: 1 }));
});

test.each([
  ["a changed file", (): Promise<void> => writeFile(join(folder, "nested", "main.go"), "package other\n")],
  ["a new file", (): Promise<void> => writeFile(join(folder, "go.sum"), "")],
  ["a removed file", (): Promise<void> => rm(join(folder, "go.mod"))],
])("%s changes it", async (_what, change) => {
  const before = await hash();
  await change();
  expect(await hash()).not.toBe(before);
});

test("a changed flag changes it", async () => {
  expect(await hash({ ldflags: "-X a=1" })).not.toBe(await hash({ ldflags: "-X a=2" }));
});

test("tests and hidden files do not count", async () => {
  const before = await hash();
  await writeFile(join(folder, "main_test.go"), "package main\n");
  await writeFile(join(folder, ".main.go.swp"), "");
  expect(await hash()).toBe(before);
});

test("a missing folder counts as empty", async () => {
  await expect(hashInputs({ values: {}, files: { gone: join(folder, "gone") } })).resolves.toMatch(/^[0-9a-f]{16}$/);
});

test("content does not run over from one file into the next", async () => {
  const parts = fc.tuple(fc.string(), fc.string(), fc.string(), fc.string());
  await fc.assert(
    fc.asyncProperty(parts, async ([a, b, c, d]) => {
      fc.pre(a !== c || b !== d);
      const [x, y] = [join(folder, "x"), join(folder, "y")];
      const of = async (first: string, second: string): Promise<string> => {
        await Promise.all([writeFile(x, first), writeFile(y, second)]);
        return hash();
      };
      expect(await of(a, b)).not.toBe(await of(c, d));
    }),
    { numRuns: 50 },
  );
});
