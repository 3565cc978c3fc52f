import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const requirements = resolve(__dirname, "../images/containers/hub/requirements.txt");

/** Path of a Python that has the packages of the hub's image. It needs Debian's python3-venv and util-linux. */
export async function pythonWithPackages(): Promise<string> {
  const cache = process.env["DSAAS_CACHE"] ?? join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "dsaas");
  const hash = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 16);
  const place = join(cache, `python-test-venv-${hash}`);
  mkdirSync(cache, { recursive: true });
  // One process installs, others wait; what was interrupted is made anew. The list is complete and has hashes.
  const install = `
    test -e "$1/complete" && exit
    rm -rf "$1"
    python3 -m venv "$1"
    "$1/bin/pip" install --quiet --disable-pip-version-check --no-deps --requirement "$2"
    touch "$1/complete"`;
  await run("flock", [`${place}.lock`, "sh", "-euc", install, "sh", place, requirements]);
  return join(place, "bin/python");
}
