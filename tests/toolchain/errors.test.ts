import { commandError, isPackage, lastLines, remedyFor } from "../../lab/toolchain/errors";

const command = ["go", "build", "-ldflags", "-s -w", "./it's"];
const fail = (output: string): string =>
  commandError({ tool: "etcd", command, output, log: "/cache/log/etcd.log" }).message;

test("an error names the tool, the command, its last lines, the log and the remedy", () => {
  const output = ["go: downloading example.org/a v1.0.0", "example.org/a/b", "main.go:3: undefined: x"].join("\n");
  expect(fail(output)).toMatchInlineSnapshot(`
"etcd: this command failed:
  go build -ldflags '-s -w' './it'\\''s'
  its last lines:
    main.go:3: undefined: x
  whole output: /cache/log/etcd.log
  Look at the log; after a repair run the same command again: what is done is kept."
`);
});

test("a silent failure says so", () => {
  expect(fail("")).toContain("it printed nothing");
});

test.each([
  ["E: Unable to locate package nothing", /sources\.list/],
  ["E: Could not get lock /var/lib/dpkg/lock-frontend", /Another apt/],
  ["write /root/.cache/go-build/x: no space left on device", /disk space/],
  ["compile: signal: killed", /out of memory/],
  ["go: example.org/a@v1.0.0: dial tcp 192.0.2.1:443: i/o timeout", /GOPROXY/],
  ["verifying example.org/a@v1.0.0: checksum mismatch", /go\.sum/],
  ["go: go.mod requires go >= 1.26 (running go 1.24.1; GOTOOLCHAIN=local)", /Install the Go release/],
  ["missing go.sum entry for module providing package example.org/a", /incomplete/],
  ["reading https://proxy/example.org/a.zip: 404 Not Found", /refuses this version/],
])("%s has its remedy", (output, remedy) => {
  expect(remedyFor(output)).toMatch(remedy);
});

test("the lines shown are the last that say something", () => {
  const lines = Array.from({ length: 30 }, (_, index) => `error ${index}:`);
  expect(lastLines(["crypto/tls", ...lines, ""].join("\n"), 3)).toEqual(["error 27:", "error 28:", "error 29:"]);
});

test("a compiled package is told from a message", () => {
  expect(["crypto/tls", "k8s.io/api/core/v1", "main"].every(isPackage)).toBe(true);
  expect(["# crypto/tls", "main.go:3:1: undefined: x", ""].some(isPackage)).toBe(false);
});
