/**
 * The Python that runs in the hub, run for real, with the packages that the hub's image holds. They are installed once
 * into the cache of the lab's tools; that needs PyPI, and Debian's python3 with venv and PostgreSQL, installed where
 * they are missing.
 */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import { pythonFiles, templateFiles } from "../../../components/hub/files";
import { homeClaim, userName } from "../../../components/hub/homes";
import { secretKeys } from "../../../components/hub/names";
import { hubSettings } from "../../../components/hub/settings";
import type { HubSpec } from "../../../components/hub/types";
import { ensureDebianPackages } from "../../../lab/toolchain/apt";
import { pythonWithPackages } from "../../pythonWithPackages";
import { byGroups, homeClass, spec } from "./example";
import { spelling, username } from "./userNames";

const run = promisify(execFile);
const scripts = join(__dirname, "python");

/** The hub's folder as its container sees it. */
function hubFolder(description: HubSpec): string {
  const folder = mkdtempSync(join(tmpdir(), "dsaas-hub-"));
  const put = (name: string, files: Record<string, string>) => {
    mkdirSync(join(folder, name));
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, name, file), text);
  };
  put("python", pythonFiles());
  put("templates", templateFiles());
  put("settings", {
    "settings.json": JSON.stringify(hubSettings(description, homeClass, false)),
    "directory-ca.pem": description.login.caCertificate,
  });
  put("secrets", Object.fromEntries(Object.values(secretKeys).map((key) => [key, "ab".repeat(32)])));
  return folder;
}

let python: string;
let folder: string;
/** Of a hub with everything that goes by directory groups. */
let folderByGroups: string;

beforeAll(async () => {
  await ensureDebianPackages(["python3", "python3-venv", "util-linux", "postgresql"]);
  python = await pythonWithPackages();
  folder = hubFolder(spec);
  folderByGroups = hubFolder(byGroups);
}, 600_000);

afterAll(() => {
  for (const one of [folder, folderByGroups]) if (one !== undefined) rmSync(one, { recursive: true, force: true });
});

/** Runs Python on the hub's folder `HUB_FOLDER`, with `input` as its standard input. */
async function script(args: string[], hub = folder, input = "") {
  const running = run(python, args, {
    cwd: scripts,
    env: { ...process.env, HUB_FOLDER: hub, PYTHONDONTWRITEBYTECODE: "1", PYTHONWARNINGS: "ignore" },
    maxBuffer: 64 * 1024 * 1024,
  });
  running.child.stdin?.end(input);
  return running;
}

test.each(["test_spawner", "test_homes", "test_quotas", "test_directory", "test_pages", "test_proxy"])(
  "%s",
  async (module) => {
    const { stderr } = await script(["-m", "unittest", module], module === "test_quotas" ? folderByGroups : folder);
    expect(stderr).toMatch(/\nRan [1-9]\d* tests? in .*\n\nOK\n$/);
  },
  120_000,
);

// Whole hubs start and die in most of them.
test.each(["test_backup", "test_upgrade", "test_adoption", "test_faults", "test_handover", "test_postgresql"])(
  "%s",
  async (module) => {
    const { stderr } = await script(["-m", "unittest", module]);
    expect(stderr).toMatch(/\nRan [1-9]\d* tests? in .*\n\nOK\n$/);
  },
  300_000,
);

test("the stack and the hub make the same names and the same claims", async () => {
  const question = {
    users: fc.sample(username, 500),
    spelt: fc.sample(spelling, 500),
    domains: ["example.org", "Students.Example.org"],
  };
  const { stdout } = await script(["claims.py", folder], folder, JSON.stringify(question));
  const answer = JSON.parse(stdout) as { claims: string[]; names: string[] };
  expect(question.users.map(homeClaim)).toEqual(answer.claims);
  expect(question.spelt.map((text) => userName(text, question.domains))).toEqual(answer.names);
}, 60_000);

test("users' servers and homes", async () => {
  const { stdout } = await script(["manifests.py", folder, "alice", "ada.lovelace"]);
  expect(JSON.parse(stdout)).toMatchSnapshot();
}, 60_000);
