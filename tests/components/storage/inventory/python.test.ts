/** The program that keeps the inventory, run for real with the packages of the hub's image. */
import { execFile } from "node:child_process";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { ensureDebianPackages } from "../../../../lab/toolchain/apt";
import { pythonWithPackages } from "../../../pythonWithPackages";

const run = promisify(execFile);
const program = resolve(__dirname, "../../../../components/storage/inventory/python");
let python: string;

beforeAll(async () => {
  await ensureDebianPackages(["python3", "python3-venv", "util-linux"]);
  python = await pythonWithPackages();
}, 600_000);

test.each(["test_records", "test_shelf", "test_keeper", "test_cluster"])(
  "%s",
  async (module) => {
    const env = { ...process.env, PYTHONPATH: program, PYTHONDONTWRITEBYTECODE: "1" };
    const { stderr } = await run(python, ["-m", "unittest", module], { cwd: join(__dirname, "python"), env });
    // Where nobody may mount a file system, the one test that needs that is left out.
    expect(stderr).toMatch(/\nRan [1-9]\d* tests? in .*\n\nOK( \(skipped=1\))?\n$/);
  },
  120_000,
);

test("what the program asks for is what its role allows", async () => {
  const script = `
import dsaas_inventory, inspect, re
print(" ".join(sorted(set(re.findall(r"self\\.(?:core|custom)\\.(\\w+)", inspect.getsource(dsaas_inventory))))))`;
  const env = { ...process.env, PYTHONPATH: program, PYTHONDONTWRITEBYTECODE: "1" };
  const { stdout } = await run(python, ["-c", script], { env });
  expect(stdout.trim().split(" ")).toEqual([
    "list_namespaced_custom_object",
    "list_namespaced_persistent_volume_claim",
    "list_persistent_volume",
    "patch_namespaced_config_map",
    "patch_namespaced_persistent_volume_claim",
    "read_namespace",
    "read_namespaced_config_map",
  ]);
}, 60_000);
