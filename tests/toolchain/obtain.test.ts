import { chmod, mkdir, mkdtemp, readlink, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Cache } from "../../lab/toolchain/cache";
import { type Environment, obtain } from "../../lab/toolchain/obtain";
import type { Tool } from "../../lab/toolchain/types";

let root: string;
let environment: Environment;
const log: string[] = [];

/** A stand-in for Go that writes a program to what follows `-o`, or fails when the module says so. */
const go = `#!/bin/sh
while [ "$1" != -o ]; do shift; done
if [ -e broken ]; then echo 'main.go:1:1: expected package' >&2; exit 1; fi
echo 'example.org/tool'
printf built > "$2"
`;

const tool: Tool = {
  name: "tool",
  version: "1.0",
  purpose: "a test",
  links: { "bin/tool": "tool" },
  onPath: { programs: ["tool"], args: [], version: /^v(\S+)$/m },
  download: { url: "http://127.0.0.1:9/{version}/tool", checksums: "http://127.0.0.1:9/sums", files: { tool: "tool" } },
  builds: [{ kind: "go", module: "module", packages: ["."], output: "tool" }],
};

const before = process.env["PATH"];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "obtain-"));
  await mkdir(join(root, "module"));
  await writeFile(join(root, "module", "go.mod"), "module example.org/tool\n");
  await program("go-bin", "go", go);
  process.env["PATH"] = `${join(root, "go-bin")}:${before}`;
  const cache = new Cache(join(root, "cache"));
  await cache.open();
  environment = {
    ...{ root, cache, path: join(root, "user-bin"), offline: true },
    ...{ reachable: async () => true, goVersion: async () => "go1", packages: () => undefined },
  };
  log.length = 0;
});
afterEach(async () => {
  process.env["PATH"] = before;
  await rm(root, { recursive: true });
});

async function program(folder: string, name: string, text: string): Promise<void> {
  await mkdir(join(root, folder), { recursive: true });
  await writeFile(join(root, folder, name), text);
  await chmod(join(root, folder, name), 0o755);
}
const get = (): ReturnType<typeof obtain> => obtain(tool, environment, (line) => void log.push(line));

test("is built once, then found in the cache, and built again when its sources change", async () => {
  expect((await get()).way).toBe("built");
  expect(log).toContain("1 packages compiled: example.org/tool");
  expect((await get()).way).toBe("cached");
  await writeFile(join(root, "module", "go.sum"), "example.org/a v1.0.0 h1:x=\n");
  expect((await get()).way).toBe("built");
});

test("is built again when a module of the repository changes that it shares with others", async () => {
  const build = { ...tool.builds[0], shared: ["bridge"] } as (typeof tool.builds)[0];
  const sharing = { ...tool, builds: [build] as const };
  const again = () => obtain(sharing, environment, () => {});
  await program("bridge", "names.go", "package bridge\n");
  expect((await again()).way).toBe("built");
  expect((await again()).way).toBe("cached");
  await program("bridge", "names.go", "package bridge // changed\n");
  expect((await again()).way).toBe("built");
});

test("another Go makes another artefact", async () => {
  await get();
  environment.goVersion = async () => "go2";
  expect((await get()).way).toBe("built");
});

test("the pinned version on PATH comes first", async () => {
  await program("user-bin", "tool", "#!/bin/sh\necho v1.0\n");
  expect((await get()).way).toBe("path");
  expect(await readlink(join(root, "cache", "bin", "tool"))).toBe(join(root, "user-bin", "tool"));
});

test("an official site that fails is said, and the tool is built", async () => {
  environment.offline = false;
  expect((await get()).way).toBe("built");
  expect(log.join("\n")).toMatch(/no official download \(.+\); building it instead/);
});

test("no site is asked when it does not answer, or offline", async () => {
  environment.offline = false;
  environment.reachable = async () => false;
  expect((await get()).way).toBe("built");
  expect(log.join("\n")).not.toContain("official");
});

test("a failing build is explained, and the next run builds", async () => {
  await writeFile(join(root, "module", "broken"), "");
  await expect(get()).rejects.toThrow(
    /tool: this command failed[\s\S]*go build -v[\s\S]*expected package[\s\S]*tool\.log/,
  );
  await rm(join(root, "module", "broken"));
  expect((await get()).way).toBe("built");
});

test("without Go the error says what to install", async () => {
  process.env["PATH"] = join(root, "nowhere");
  await expect(get()).rejects.toThrow('tool: the program "go" is not on PATH. Install Go 1.26 or later');
});
