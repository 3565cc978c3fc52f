// Installs the project's own packages when they are missing or older than package-lock.json.
// Plain JavaScript with nothing but Node's own modules: it runs before anything is installed.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, "node_modules", ".dsaas-lock");
const wanted = createHash("sha256")
  .update(readFileSync(join(root, "package-lock.json")))
  .digest("hex");

if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
  console.error("Installing the project's packages …");
  // No package may run code of its own at install time; none that dsaas needs has to. `npm ci` would refuse a registry
  // mirror that lacks another platform's optional binaries; `npm install --no-save` takes the lock file's versions too.
  const npm = spawnSync(
    "npm",
    ["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
    {
      cwd: root,
      stdio: ["ignore", 2, 2],
    },
  );
  if (npm.status !== 0) {
    console.error(
      "npm install failed (its own words stand above). Check that this machine reaches its npm registry, then run the same command again.",
    );
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}
