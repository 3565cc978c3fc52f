import { billOfMaterials, type Contents } from "../../../../images/node/disk/sbom/cyclonedx";
import { installedPackages } from "../../../../images/node/disk/sbom/dpkg";
import { goPrograms } from "../../../../images/node/disk/sbom/go";
import { debianPurl, goPurl, imagePurl } from "../../../../images/node/disk/sbom/purl";

const status = `Package: runc
Status: install ok installed
Architecture: amd64
Source: runc-app (1.2)
Version: 1.1.5+ds1-1
Description: runs
 containers: many

Package: gone
Status: deinstall ok config-files
Architecture: amd64
Version: 1

Package: adduser
Status: install ok installed
Architecture: all
Version: 3.134
`;

test("packages that are installed, by name", () => {
  expect(installedPackages(status)).toEqual([
    { name: "adduser", version: "3.134", architecture: "all" },
    { name: "runc", version: "1.1.5+ds1-1", architecture: "amd64", source: "runc-app (1.2)" },
  ]);
});

const printed = `/image/usr/bin/kubelet: go1.26.8
\tpath\tdsaas/kubernetes
\tmod\tdsaas/kubernetes\t(devel)\t
\tdep\tk8s.io/api\tv0.0.0
\t=>\tk8s.io/api\tv0.34.0\th1:abc=
\t
\tdep\tsigs.k8s.io/yaml\tv1.6.0\th1:def=
\tbuild\t-compiler=gc
/image/usr/sbin/runc: go1.19.8
\tpath\tgithub.com/opencontainers/runc
`;

test("Go programs with their modules, replaced ones as what they are replaced with", () => {
  expect(goPrograms(printed)).toEqual([
    {
      file: "/image/usr/bin/kubelet",
      go: "go1.26.8",
      path: "dsaas/kubernetes",
      main: { path: "dsaas/kubernetes", version: "(devel)" },
      modules: [
        { path: "k8s.io/api", version: "v0.34.0" },
        { path: "sigs.k8s.io/yaml", version: "v1.6.0" },
      ],
    },
    { file: "/image/usr/sbin/runc", go: "go1.19.8", path: "github.com/opencontainers/runc", modules: [] },
  ]);
  expect(() => goPrograms("/x: go1\n\tnew\tthing\n")).toThrow('"new" is unknown');
  expect(() => goPrograms("nonsense")).toThrow('"nonsense" names no file');
});

test("package URLs", () => {
  const runc = { name: "runc", version: "1:1.1.5+ds1-1~x", architecture: "amd64", source: "runc-app (1.2)" };
  expect(debianPurl(runc)).toBe("pkg:deb/debian/runc@1%3A1.1.5%2Bds1-1~x?arch=amd64&distro=bookworm&upstream=runc-app");
  expect(goPurl({ path: "k8s.io/api", version: "v0.34.0" })).toBe("pkg:golang/k8s.io/api@v0.34.0");
  expect(goPurl({ path: "dsaas/x", version: "(devel)" })).toBe("pkg:golang/dsaas/x");
  expect(imagePurl("registry.k8s.io/coredns/coredns:v1", "sha256:ab")).toBe(
    "pkg:oci/coredns@sha256%3Aab?repository_url=registry.k8s.io/coredns/coredns&tag=v1",
  );
});

const contents: Contents = {
  name: "dsaas-node",
  version: "1.34.0-0123",
  time: 1735689600,
  disk: "a".repeat(64),
  packages: installedPackages(status),
  programs: goPrograms(printed.replaceAll("/image", "")).flatMap((program) => [
    { ...program, sha256: program.path },
    { ...program, file: `/elsewhere${program.file}`, sha256: program.path },
  ]),
  images: [{ reference: "registry.k8s.io/pause:3", digest: `sha256:${"b".repeat(64)}` }],
  files: [
    { path: "/etc/hostname", content: "machine\n" },
    { path: "/etc/cni", folder: true },
  ],
};

test("the bill of materials; one program in two places is one component", () => {
  expect(JSON.parse(billOfMaterials(contents))).toMatchSnapshot();
});
