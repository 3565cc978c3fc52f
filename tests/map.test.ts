import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "..");
const entry = readFileSync(join(root, "index.ts"), "utf8");
const places = [...entry.matchAll(/^ \* {3}(.+?) {2,}(\S+)$/gm)].map(
  ([, what = "", path = ""]) => [what, path] as const,
);

test("index.ts says where everything is decided", () => expect(places.length).toBeGreaterThan(5));

test.each(places)("%s: %s", (_what, path) => expect(existsSync(join(root, path))).toBe(true));

// What somebody who looks there would look for.
test.each([
  ["components/machines/plan.ts", "memoryMiB"],
  ["components/cluster/userdata/index.ts", "export function controlPlaneUserData"],
  ["components/hub/python/dsaas_homes.py", "home-"],
  ["components/hub/templates/page.html", "logo"],
])("%s has %s", (path, text) => {
  expect(places.map(([, named]) => named)).toContain(path);
  expect(readFileSync(join(root, path), "utf8")).toContain(text);
});
