import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { download, fill, findChecksum, siteProbe } from "../../lab/toolchain/download";

const sum = (content: Buffer | string): string => createHash("sha256").update(content).digest("hex");

test("placeholders know the names that projects give processors", () => {
  const template = "{version}/{arch}/{uname}/{node}";
  expect(fill(template, "1.2.3", "x64")).toBe("1.2.3/amd64/x86_64/x64");
  expect(fill(template, "1.2.3", "arm64")).toBe("1.2.3/arm64/arm64/arm64");
});

test("a sum is found by the file's name, in each format that projects publish", () => {
  const [a, b] = [sum("a"), sum("b")];
  expect(findChecksum(`${a}  a.tgz\n${b}  b.tgz\n`, "b.tgz")).toBe(b);
  expect(findChecksum(`${a} *./dist/a.tgz\n`, "a.tgz")).toBe(a);
  expect(findChecksum(`${a}\n`, "a.tgz")).toBe(a);
  expect(findChecksum(`${a}  a.tgz\n`, "b.tgz")).toBeUndefined();
  expect(findChecksum("<html>Not found</html>", "a.tgz")).toBeUndefined();
});

describe("from a site", () => {
  let server: Server;
  let folder: string;
  let origin: string;
  let files: Record<string, Buffer | string>;
  let requests: number;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "download-"));
    await mkdir(join(folder, "in", "tool-1.0"), { recursive: true });
    await mkdir(join(folder, "out"));
    await writeFile(join(folder, "in", "tool-1.0", "tool"), "#!/bin/sh\n");
    execFileSync("tar", ["-czf", join(folder, "tool.tgz"), "-C", join(folder, "in"), "tool-1.0"]);
    const archive = await readFile(join(folder, "tool.tgz"));
    files = { "/1.0/tool.tgz": archive, "/1.0/sums": `${sum(archive)}  tool.tgz\n` };
    requests = 0;
    server = createServer((request, response) => {
      requests += 1;
      const content = files[request.url ?? ""];
      response.writeHead(content === undefined ? 404 : 200).end(content);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    await rm(folder, { recursive: true });
  });

  const get = (): Promise<void> =>
    download(
      { name: "tool", version: "1.0" },
      {
        url: `${origin}/{version}/tool.tgz`,
        checksums: `${origin}/{version}/sums`,
        files: { "tool-{version}/tool": "tool" },
      },
      join(folder, "out"),
      { log: join(folder, "log"), report: () => {} },
    );

  test("the files asked for are there, and nothing else", async () => {
    await get();
    expect(await readdir(join(folder, "out"))).toEqual(["tool"]);
    expect(await readFile(join(folder, "out", "tool"), "utf8")).toBe("#!/bin/sh\n");
  });

  test("another content than the published one is refused", async () => {
    files["/1.0/sums"] = `${sum("other")}  tool.tgz\n`;
    await expect(get()).rejects.toThrow(/tool: .*tool\.tgz has the SHA-256 sum .* but .* is published/);
  });

  test("without a published sum nothing is fetched", async () => {
    files["/1.0/sums"] = `${sum("x")}  other.tgz\n`;
    await expect(get()).rejects.toThrow(/has no SHA-256 sum of tool\.tgz/);
    expect(requests).toBe(1);
  });

  test("a missing file is named with the site's answer", async () => {
    delete files["/1.0/sums"];
    await expect(get()).rejects.toThrow(/\/1\.0\/sums answered 404/);
  });

  test("a site is asked once whether it answers; one that does not is known in time", async () => {
    const probe = siteProbe(500);
    expect(await Promise.all([probe(`${origin}/a`), probe(`${origin}/b`)])).toEqual([true, true]);
    expect(requests).toBe(1);
    const closed = new URL(origin);
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    expect(await siteProbe(500)(closed.href)).toBe(false);
  });
});
