import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { placeFiles } from "../../../images/node/file";
import { nodeFiles } from "../../../images/node/files";
import { preloadScript } from "../../../images/node/preload";

let folder = "";
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "node-"))));
afterEach(() => rmSync(folder, { recursive: true }));

describe.each(["container", "disk"] as const)("the %s image", (flavour) => {
  const files = nodeFiles(flavour);

  it("is made of these files", () => {
    expect(files).toMatchSnapshot();
  });

  it("has each path once, absolute", () => {
    const paths = files.map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths.filter((path) => !path.startsWith("/"))).toEqual([]);
  });

  it("does not enable kubelet: kubeadm's user data does", () => {
    expect(files.filter(({ path }) => /wants\/kubelet/.test(path))).toEqual([]);
  });

  it("has no way to log in", () => {
    expect(JSON.stringify(files)).not.toMatch(/ssh[d-]|authorized_keys/);
  });
});

test("placeFiles replaces files without writing into them", async () => {
  const shared = join(folder, "shared");
  writeFileSync(shared, "of the other tree");
  execFileSync("ln", [shared, join(folder, "hostname")]);
  await placeFiles(folder, [
    { path: "/hostname", content: "machine\n", mode: 0o600 },
    { path: "/bin/kubelet", link: "/usr/local/lib/kubernetes" },
    { path: "/srv/dsaas", folder: true },
  ]);
  expect(readFileSync(shared, "utf8")).toBe("of the other tree");
  expect(readFileSync(join(folder, "hostname"), "utf8")).toBe("machine\n");
  expect(statSync(join(folder, "hostname")).mode & 0o777).toBe(0o600);
  expect(readlinkSync(join(folder, "bin/kubelet"))).toBe("/usr/local/lib/kubernetes");
  expect(lstatSync(join(folder, "srv/dsaas")).isDirectory()).toBe(true);
});

test("the preload script imports each image, whatever its folder is called", () => {
  const images = [{ reference: "registry.k8s.io/pause:3.10.1", layout: "/store/it's here" }];
  const script = preloadScript({ rootfs: "/image/rootfs", target: "/image/containerd", work: "/image/work", images });
  expect(script).toMatchSnapshot();
  expect(spawnSync("sh", ["-n"], { input: script }).status).toBe(0);
});

describe("vmware-rpctool", () => {
  const call = (request: string): { status: number | null; out: string; err: string } => {
    const file = nodeFiles("container").find(({ path }) => path === "/usr/bin/vmware-rpctool");
    if (!file || !("content" in file)) throw new Error("no vmware-rpctool in the image");
    const program = join(folder, "vmware-rpctool");
    writeFileSync(program, file.content.replace("/var/lib/vmware-guestinfo", folder));
    chmodSync(program, 0o755);
    const { status, stdout, stderr } = spawnSync(program, [request], { encoding: "utf8" });
    return { status, out: stdout, err: stderr };
  };

  it("gives a value as it was set", () => {
    const value = "two  words\nand 'quotes' \"too\" * $HOME \\n";
    expect(call(`info-set guestinfo.userdata ${value}`)).toEqual({ status: 0, out: "", err: "" });
    expect(call("info-get guestinfo.userdata")).toEqual({ status: 0, out: value, err: "" });
  });

  it("says what cloud-init expects where there is no value", () => {
    expect(call("info-get guestinfo.vendordata")).toEqual({ status: 1, out: "", err: "No value found" });
  });

  it.each(["info-get guestinfo./etc/passwd", "info-get guestinfo.", "info-get other.key", "machine.id.get", ""])(
    "refuses %p",
    (request) => {
      expect(call(request)).toMatchObject({ status: 1, out: "", err: "Unknown command" });
    },
  );
});
