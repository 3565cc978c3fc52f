import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { clusterImages } from "../../components/cluster/versions";
import type { DiskImage } from "../../images/node/disk/build";
import { diskSize } from "../../images/node/disk/geometry";
import { testTool, versions } from "../../lab/toolchain";
import { image } from "./image";

let built: DiskImage;
beforeAll(async () => void (built = await image()));

const ask = (program: string, ...args: string[]): string =>
  execFileSync(program, args, { cwd: dirname(built.sums), encoding: "utf8", maxBuffer: 64e6 });

interface Component {
  type: string;
  name: string;
  version?: string;
  purl?: string;
  evidence?: { occurrences: { location: string }[] };
}

const listed = () =>
  JSON.parse(readFileSync(built.sbom, "utf8")) as {
    metadata: { component: { version: string; hashes: { content: string }[] } };
    components: Component[];
  };

test("SHA256SUMS verifies every file", () => {
  const names = [built.qcow2, built.ova, built.sbom].map((path) => basename(path));
  expect(ask("sha256sum", "--check", built.sums).trim().split("\n").sort()).toEqual(
    names.map((name) => `${name}: OK`).sort(),
  );
});

test("the image is named after Kubernetes' version and the raw disk's SHA-256, which the list of contents has too", () => {
  const { version, hashes } = listed().metadata.component;
  expect(version).toBe(`${versions.kubernetes}-${hashes[0]?.content.slice(0, 12)}`);
  expect(built.name).toBe(`dsaas-node-${version}`);
  const raw = execFileSync(
    "sh",
    ["-c", 'qemu-img convert -f qcow2 -O raw "$0" "$0.raw" && sha256sum < "$0.raw"; rm -f "$0.raw"', built.qcow2],
    { encoding: "utf8" },
  );
  expect(raw.split(" ")[0]).toBe(hashes[0]?.content);
});

test("QEMU finds nothing wrong with the disk, which depends on no other file", () => {
  const about = JSON.parse(ask("qemu-img", "info", "--output=json", built.qcow2)) as Record<string, unknown>;
  expect(about).toMatchObject({ format: "qcow2", "virtual-size": diskSize });
  expect(about).not.toHaveProperty("backing-filename");
  expect(ask("qemu-img", "check", built.qcow2)).toContain("No errors were found");
});

test("the OVA holds what its manifest says, the descriptor first", () => {
  const files = ask("tar", "-tf", built.ova).trim().split("\n");
  expect(files).toEqual([`${built.name}.ovf`, `${built.name}.mf`, `${built.name}-disk0.vmdk`]);
  const manifest = ask("tar", "-xOf", built.ova, `${built.name}.mf`);
  for (const file of [files[0], files[2]] as string[]) {
    const sum = execFileSync("sh", ["-c", 'tar -xOf "$0" "$1" | sha256sum', built.ova, file], { encoding: "utf8" });
    expect(manifest).toContain(`SHA256(${file})= ${sum.split(" ")[0]}\n`);
  }
});

test("the list of contents has the kernel, the programs with their places, and every image that a control plane needs", () => {
  const { components } = listed();
  const named = (type: string) => components.filter((component) => component.type === type);
  const packages = named("library").map(({ name }) => name);
  expect(packages).toEqual(
    expect.arrayContaining(["cloud-init", "containerd", "linux-image-cloud-amd64", "open-vm-tools", "shim-signed"]),
  );
  expect(packages).not.toEqual(expect.arrayContaining(["openssh-server"]));
  const places = named("application").flatMap(({ evidence }) => evidence?.occurrences.map(({ location }) => location));
  expect(places).toEqual(expect.arrayContaining(["/usr/bin/containerd", "/usr/local/lib/kubernetes/kubernetes"]));
  const images = named("container").map(({ name, version }) => `${name}:${version}`);
  expect(images).toEqual(expect.arrayContaining(clusterImages(`v${versions.kubernetes}`)));
});

test("the tool that takes the build's times out passes its own tests", () => testTool("containerd-times"));
