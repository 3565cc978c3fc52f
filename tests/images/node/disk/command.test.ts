import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { difference } from "../../../../images/node/disk/check";
import { deliver, table } from "../../../../images/node/disk/deliver";
import { preloaded } from "../../../../images/node/disk/make";
import { forgetTree } from "../../../../images/node/disk/renew";

let folder = "";
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "image-"))));
afterEach(() => rmSync(folder, { recursive: true }));

test("a table of files for people", () => {
  const sums = "aa  x.qcow2\nbb  x.ova\n";
  expect(
    table(
      "dist/image",
      [
        ["x.qcow2", 645_000_000],
        ["x.ova", 1_234_567],
        ["SHA256SUMS", 40],
      ] as const,
      sums,
    ),
  ).toBe(
    ["dist/image", "x.qcow2       645.0 MB  aa", "x.ova           1.2 MB  bb", "SHA256SUMS      0.0 MB"].join("\n"),
  );
});

test("an image takes the place of an earlier one", async () => {
  const store = join(folder, "store");
  const files = { qcow2: "n.qcow2", ova: "n.ova", sbom: "n.cdx.json", sums: "SHA256SUMS" };
  mkdirSync(store);
  mkdirSync(join(folder, "out"));
  writeFileSync(join(folder, "out", "old.qcow2"), "");
  for (const name of Object.values(files)) writeFileSync(join(store, name), name);
  const paths = Object.fromEntries(Object.entries(files).map(([key, name]) => [key, join(store, name)]));
  await deliver({ name: "n", ...(paths as typeof files) }, join(folder, "out"));
  expect(readdirSync(join(folder, "out")).sort()).toEqual(Object.values(files).sort());
  expect(readFileSync(join(folder, "out", "n.ova"), "utf8")).toBe("n.ova");
});

test("two builds that differ are told apart by their files", () => {
  expect(difference("aa  x.qcow2\nbb  x.ova\n", "aa  x.qcow2\ncc  x.ova\n")).toBe("Two builds differ in x.ova");
});

test("to renew is to forget the disk's packages, and no others", async () => {
  for (const name of ["debian-node-disk-0123", "debian-node-4567", "node-disk-89ab"]) mkdirSync(join(folder, name));
  await forgetTree(folder);
  expect(readdirSync(folder).sort()).toEqual(["debian-node-4567", "node-disk-89ab"]);
  await forgetTree(join(folder, "nowhere"));
});

test("what a machine carries", () =>
  expect(preloaded).toMatchInlineSnapshot(`
   [
     "kube-apiserver",
     "kube-controller-manager",
     "kube-scheduler",
     "kube-proxy",
     "etcd",
     "coredns",
     "pause",
     "kube-vip",
     "flannel",
     "kube-network-policies",
     "local-path-provisioner",
     "busybox",
   ]
  `));
