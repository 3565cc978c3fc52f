/** nova's virt driver, on as much of nova as it uses and a hypervisor that keeps account of machines. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { ensureDebianPackages } from "../../lab/toolchain/apt";

const own = join(__dirname, "..", "..", "lab", "openstack", "python");

beforeAll(() => ensureDebianPackages(["python3"]), 600_000);

test("an instance is a machine", async () => {
  const { stderr } = await promisify(execFile)("python3", ["-m", "unittest", "test_driver"], {
    cwd: join(__dirname, "machines"),
    env: { ...process.env, PYTHONPATH: own, PYTHONDONTWRITEBYTECODE: "1" },
  });
  expect(stderr).toMatch(/\nRan [1-9]\d* tests in .*\n\nOK\n$/);
}, 60_000);
