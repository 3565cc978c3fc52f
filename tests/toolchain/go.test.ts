import { buildArguments, progressLine } from "../../lab/toolchain/go";

test("one program goes into a file of the given name, several into the folder", () => {
  const build = { kind: "go", module: "m", packages: ["example.org/cmd"] } as const;
  expect(buildArguments({ ...build, output: "tool", ldflags: "-X a.b=c" }, "/store/x", "/tmp/go.mod")).toEqual([
    "build",
    "-v",
    "-trimpath",
    "-ldflags",
    "-s -w -X a.b=c",
    "-modfile=/tmp/go.mod",
    "-o",
    "/store/x/tool",
    "example.org/cmd",
  ]);
  expect(buildArguments(build, "/store/x")).toEqual([
    "build",
    "-v",
    "-trimpath",
    "-ldflags",
    "-s -w",
    "-o",
    "/store/x/",
    "example.org/cmd",
  ]);
});

test("progress tells what is downloaded and how much is compiled", () => {
  expect(progressLine("go: downloading k8s.io/api v0.34.0", 0, undefined)).toBe("downloading k8s.io/api v0.34.0");
  expect(progressLine("k8s.io/api/core/v1", 12, 2721)).toBe("12 of at most 2721 packages compiled: k8s.io/api/core/v1");
  expect(progressLine("k8s.io/api/core/v1", 12, undefined)).toBe("12 packages compiled: k8s.io/api/core/v1");
  expect(progressLine("main.go:3: undefined: x", 12, 20)).toBe("main.go:3: undefined: x");
});
