import { lockFile, requirements, requirementsBeyond } from "../../images/containers/python";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(__dirname, "../../images/containers");

test("a lock file's requirements, with their hashes", () => {
  const lock = "# made by hand\nb==2.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n    # via a\nA[x]==1\n";
  expect(requirements(lock)).toEqual([
    { name: "b", version: "2.0", text: "b==2.0 --hash=sha256:aa --hash=sha256:bb" },
    { name: "a", version: "1", text: "A[x]==1" },
  ]);
  expect(() => requirements("a>=1")).toThrow('requirement "a>=1": must be name==version');
});

test("an upper layer brings only what the lower one has not", () => {
  expect(requirementsBeyond("a==1\nb==2\n", "b==2\nc==3")).toBe("a==1\n");
  expect(() => requirementsBeyond("b==2", "b==1")).toThrow("b==2: the layer below has 1");
});

describe.each(["hub", "basic", "data-science"])("lock of %s", (name) => {
  test("pins every package by hash", async () => {
    const pinned = requirements(await lockFile(name));
    expect(pinned.length).toBeGreaterThan(10);
    for (const { text } of pinned) expect(text).toMatch(/ --hash=sha256:[0-9a-f]{64}/);
  });

  test("holds what was asked for", async () => {
    const pinned = new Map(requirements(await lockFile(name)).map(({ name: key, version }) => [key, version]));
    const asked = readFileSync(join(folder, name, "requirements.in"), "utf8")
      .split("\n")
      .filter(Boolean);
    for (const line of asked) {
      const [, key = "", version] = /^([a-z0-9-]+)(?:\[[^\]]*\])?(?:==(\S+))?$/.exec(line) ?? [];
      expect(pinned.has(key)).toBe(true);
      if (version !== undefined) expect(pinned.get(key)).toBe(version);
    }
  });
});

test("data-science fits on basic", async () => {
  expect(requirementsBeyond(await lockFile("data-science"), await lockFile("basic"))).toContain("numpy==");
});
